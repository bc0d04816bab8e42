"""What Harbour & Vale wrote of itself, which evidence it named, and what examiners thought."""

from typing import Any

ANSWERS = {
    "P.1": "We keep homes warm and lit: boilers, lifts and bills for 61,000 households, at two "
    "branches, online, and through Repairs with 84 fitters. Customers are tenants, owners and "
    "house managers. Tenants want to be told; owners want it done once; managers want one person "
    "who knows the house. Gas and lift safety are laid down by law and inspected each year.",
    "P.2": "Two other firms serve the town. One is cheaper, none answers at night. Our advantage "
    "is that the person who takes a call keeps the case. Our challenge is Repairs: a contractor "
    "left in spring, and fitters are hard to find. We compare ourselves with the Home Services "
    "Panel, which leaves lifts out.",
    "1.1": "Alice Berg and those who lead a unit read every complaint of the week before they meet "
    "on Monday, and each takes one call. What they decide is written down as a commitment with a "
    "day, and whoever raised it is told. Twice a year a leader stands in a town hall and answers "
    "whatever is asked, in the order that people vote for. Where the same thing is raised a third "
    "time, the way of working is changed, not only the case.",
    "1.2": "The board meets six times a year and reviews how leaders kept what they promised. "
    "Safety reports go to the board unedited.",
    "2.1": "Each autumn the gap to a full score is laid open by driver, and the three largest "
    "decide what we plan. Leaders of all units take part.",
    "2.2": "Plans are commitments: an owner, a day, and the points we expect. Before and after are "
    "compared when the day has come.",
    "3.1": "We listen at every visit, after every case, in the column, and in town halls. One "
    "survey asks the same questions each quarter at all units; its free words are read by a "
    "person. We do not listen to those who left us.",
    "3.2": "Whoever opens a case owns it until the customer says that it is put right. Promises "
    "have a clock, and a clock that is about to run out calls somebody. We ask again two weeks "
    "after a case is settled.",
    "4.1": "Leaders see five questions on one page, each with its interval. A change is called one "
    "only where it is clear.",
    "4.2": "Every act is told in one story that nobody can rewrite. What a customer said is seen "
    "by those who answer and by nobody else.",
    "5.1": "Fitters are paired for their first year. Rotas give two free days in a row.",
    "5.2": "Those who answer may give money back up to a limit, without asking. They are asked "
    "each spring what stands in their way.",
    "6.1": "Somebody is there at every hour; a rota names who, and a second who is called when the "
    "first does not pick up.",
    "6.2": "The way of a repair is drawn from call to confirmation. The step between ordering a "
    "part and telling the customer was missing until this spring.",
    "7.1": "Quality as customers see it is steady at the branches and online. At Repairs it fell.",
    "7.2": "Customers of Harbour & Vale as a whole were steadily satisfied until the newest "
    "quarter. Then it fell, and most of that is Repairs: there satisfaction fell clearly after the "
    "contractor left. Online stands highest, and its customers stay.",
    "7.3": "Two of three who answer stay longer than three years. Fitters leave less often than "
    "elsewhere in the trade, until the newest quarter.",
    "7.4": "Of three commitments one is kept and told, one is late, one is on its way.",
    "7.5": "Revenue is steady. Costs of second visits rose.",
}

KEY_FACTORS = [
    ("mission", "Warm, lit, safe homes; nobody tells a story twice."),
    ("customers", "Tenants want to be told before something is switched off."),
    ("customers", "House managers want one person who knows the house."),
    ("workforce", "84 fitters; a quarter of them are in their first year."),
    ("advantages", "Whoever takes the call keeps the case."),
    ("challenges", "The contractor of Repairs left in spring."),
    ("competitors", "Two firms in town, one of them cheaper; none answers at night."),
    ("regulation", "Gas and lift safety, inspected each year."),
]

FITTERS_WHO_LEFT: dict[str, Any] = {
    "name": "Fitters who left",
    "measured_in": "percent a year",
    "better": "lower",
    "source": "the payroll, kept by the people office",
    "other": "Home Services Panel",
    "other_source": "41 companies, asked each quarter",
}

# Item, thing, which of its numbers, what it is compared with, factors, words.
EVIDENCE = [
    ("1.1", "commitment 0", "", "", ["approach", "learning"], "Raised, changed, and told."),
    ("2.2", "commitment 2", "", "", ["deployment"], "A plan with an owner, a day and points."),
    ("3.1", "document", "", "", ["approach", "deployment"], "Where we listen, and who reads it."),
    ("3.1", "post 0", "", "", ["learning"], "What we changed after watching people pay."),
    (
        "3.2",
        "cases of Harbour & Vale",
        "in time",
        "",
        ["deployment"],
        "How many hear from us by the time we promised.",
    ),
    (
        "7.1",
        "Repairs",
        "Quality",
        "whole",
        ["levels", "trends", "comparisons"],
        "Quality as customers of Repairs see it.",
    ),
    (
        "7.1",
        "cases of Repairs",
        "in time",
        "",
        ["levels"],
        "Answers in time where it is hardest.",
    ),
    (
        "7.2",
        "Harbour & Vale",
        "Satisfaction",
        "benchmark",
        ["levels", "trends", "comparisons"],
        "Satisfaction of all our customers, quarter by quarter.",
    ),
    (
        "7.2",
        "Repairs",
        "Satisfaction",
        "whole",
        ["levels", "trends", "comparisons"],
        "At Repairs satisfaction fell after the contractor left.",
    ),
    (
        "7.2",
        "Online",
        "Loyalty",
        "",
        ["levels", "trends"],
        "Those who write to us online stay.",
    ),
    (
        "7.3",
        "fitters",
        "",
        "",
        ["levels", "trends", "comparisons"],
        "Fewer left than elsewhere, until the contractor was gone and the load grew.",
    ),
    ("7.4", "commitment 1", "", "", ["levels"], "One commitment is late, and we say so."),
]

DOCUMENT = """How we listen

After a visit: a survey, the same questions each quarter at all units.
After a case: one question, two weeks later, to a part of those whose case is settled.
In public: the column, where whoever asks gets an answer.
Aloud: two town halls a year.
Every free word is read by a person within two days.
"""

MARKS = [
    ("1.1", 60, {"approach": 4, "deployment": 4, "learning": 4, "integration": 3}),
    ("1.2", 35, {"approach": 3, "deployment": 3, "learning": 2, "integration": 3}),
    ("3.1", 50, {"approach": 4, "deployment": 4, "learning": 3, "integration": 3}),
    ("3.2", 65, {"approach": 4, "deployment": 4, "learning": 5, "integration": 4}),
    ("6.1", 45, {"approach": 3, "deployment": 3}),
    ("7.1", 40, {"levels": 3, "trends": 2, "comparisons": 3, "integration": 3}),
]

COMMENTS: list[dict[str, Any]] = [
    {
        "item": "1.1",
        "kind": "strength",
        "idea": "Those who lead hear customers themselves and tell them what came of it.",
        "examples": "Each leader takes one call before Monday's meeting; a commitment was told to "
        "those who raised it.",
        "relevance": "Nobody tells a story twice is the mission.",
        "is_bold": True,
    },
    {
        "item": "3.1",
        "kind": "opportunity",
        "idea": "It is not evident how former customers are heard.",
        "examples": "The answer says that those who left are not asked.",
        "relevance": "A cheaper firm is in town.",
        "is_bold": False,
    },
    {
        "item": "7.1",
        "kind": "opportunity",
        "idea": "Quality at Repairs shows an adverse change.",
        "examples": "In the newest quarter it fell clearly and stands below the whole.",
        "relevance": "Repairs is named as the main challenge.",
        "is_bold": True,
    },
]
