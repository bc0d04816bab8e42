"""What the made-up customers and those who answer them say."""

CUSTOMERS = """\
Abena Osei|Tomas Lindqvist|Mei Tanaka|Priya Nair|Jonas Weber|Amira Haddad|Luca Moretti
Grace Mensah|Oskar Nowak|Elif Kaya|Hugh Callaghan|Ngozi Eze|Marta Silva|Ravi Menon
Sofie Jensen|Daniel Cohen|Fatima Zahra|Peter Novak|Ingrid Solberg|Carlos Ibarra|Yuki Mori
Hannah Fischer|Kofi Boateng|Leila Rahimi|Edward Finch|Anna Kowalska|Diego Ramos|Rosa Blum
Samir Khoury|Nina Petrova|Wanjiru Kamau|Bruno Costa|Eva Lund|Arjun Rao|Clara Dubois
Isaac Mwangi|Lena Vogel|Omar Farouk|Teresa Gallo|Viktor Horvat""".replace("\n", "|").split("|")

LOW = {
    "Repairs": [
        "Third winter like this. I do not want a voucher, I want somebody to come.",
        "The visit was booked for Tuesday. I took the day off and nobody came, nobody called.",
        "The plumber left the wall open two weeks ago. When will it be closed?",
        "I have told the same story to four people now. Please write it down once.",
        "Heating is out again. The part was ordered in spring, they said.",
        "Two missed appointments in a month and each time a new telephone number to ring.",
    ],
    "Harbour branch": [
        "I waited forty minutes to hear that the form is now only online.",
        "The lady was kind, but she could not tell me why the fee went up.",
        "My late husband's account is still in his name after three letters.",
        "You close at four. I work until five. How am I supposed to come?",
    ],
    "Vale branch": [
        "Nobody told us that the counter is shut on Wednesdays now.",
        "I was promised a call back about the loan. That was nine days ago.",
        "The ramp has been blocked by boxes twice. I could not get in with my chair.",
        "You asked me for papers that I had already handed in twice.",
    ],
    "Online": [
        "The site logs me out in the middle of a transfer and then I start again.",
        "I changed my address in March. The letters still go to the old flat.",
        "The text on the payment page is so small that I need my glasses twice.",
        "Chat said somebody would write within the day. Nobody did.",
    ],
}

GOOD = [
    "Quick and friendly, as always.",
    "The new statement is much easier to read, thank you.",
    "Bo rang me back the same evening. That was a good surprise.",
    "Everything worked. I have nothing to add.",
    "Please keep the Saturday opening, it helps a lot.",
    "Good advice, and no attempt to sell me anything.",
]

FIRST_ANSWERS = [
    "Dear {name}, I am sorry. I have this on my own desk now and will find out today what went "
    "wrong. You do not need to tell it again.",
    "Dear {name}, thank you for saying it so plainly. You are right, this should not have "
    "happened. I will call you tomorrow morning with a date.",
    "Dear {name}, I have read what you wrote and what came before it. I am asking the team now "
    "and will write again by tomorrow noon.",
]

LATER_ANSWERS = [
    "Thank you for telling me. I have asked for it to be done by Thursday and will check myself.",
    "You are right, that was still open. It is corrected as of this morning.",
]

Spoken = dict[str, list[str]]

NOTES: Spoken = {
    "Repairs": [
        "Rang the contractor, they can come on Thursday between 8 and 10.",
        "Same as last month's case: the calendar did not reach the van.",
    ],
    "elsewhere": [
        "Checked the file: we did have it. Our mistake.",
        "Second one this month with the same cause. Told the team in the morning round.",
    ],
}

FURTHER: Spoken = {
    "Repairs": [
        "Thank you. Thursday is fine, but please ring before you come.",
        "I will believe it when it is done, but thank you for writing yourself.",
    ],
    "elsewhere": [
        "That is kind. Will it be on the next statement?",
        "Thank you for writing yourself. And what happens until then?",
    ],
}

SETTLED: Spoken = {
    "Repairs": [
        "We were with you on Thursday and the work is finished. Is it put right for you?",
        "The visit has taken place and the report is in your file. Is it put right for you?",
    ],
    "elsewhere": [
        "We corrected it and checked the next letter ourselves. Is it put right for you?",
        "It is changed as of today, for you and for everybody. Is it put right for you?",
    ],
}

NOT_YET: Spoken = {
    "Repairs": ["Not yet. Somebody came, but with the wrong part."],
    "elsewhere": ["Not yet. This week it was the same again."],
}


def for_unit(spoken: Spoken, unit: str) -> list[str]:
    return spoken.get(unit, spoken["elsewhere"])
