"""The made-up numbers of the gallery."""

from herefor.ui.charts import Bar, Estimate, Level, Point, Span

quarters = [
    Point("Q4 24", 71.2, 69.3, 73.1, 1160),
    Point("Q1 25", 71.9, 70.1, 73.7, 1188),
    Point("Q2 25", 72.3, 70.5, 74.1, 1175),
    Point("Q3 25", 71.6, 69.9, 73.3, 1240),
    Point("Q4 25", 72.6, 70.9, 74.3, 1201),
    Point("Q1 26", 75.9, 74.2, 77.6, 1232, clear="rose clearly"),
    Point("Q2 26", 72.7, 71.0, 74.4, 1190, clear="fell clearly"),
    Point("Q3 26", 72.5, 70.7, 74.1, 1204),
]
years = [
    Point(f"Q{1 + q % 4} {10 + q // 4}", 70 + q % 7, 67 + q % 7, 73 + q % 7, 900) for q in range(40)
]
perfect = Level("Perfect", 1000)
today = Level("Today", 725)
gap = [
    Bar("Quality", 120, 85, 150),
    Bar("Image", 52, 20, 81),
    Bar("Customer expectations", 49, 18, 77),
    Bar("Value", 18, 4, 33),
    Bar("Not explained", 36, explained=False),
]
drivers = [
    Estimate("Quality", 0.64, 0.50, 0.78),
    Estimate("Expectation", 0.43, 0.30, 0.56),
    Estimate("Image", 0.41, 0.27, 0.55),
    Estimate("Value", 0.04, -0.06, 0.14),
]
week = [Span(0, 64), Span(68, 128), Span(134, 168)]
units = [
    (Estimate("Online", 76.9, 74.6, 79.1), 402, "no clear change"),
    (Estimate("Branches", 73.4, 71.5, 75.2), 498, "no clear change"),
    (Estimate("Repairs", 69.0, 65.2, 72.7), 131, "no clear change"),
    (Estimate("Retail", 64.8, 62.0, 67.6), 173, "fell clearly, 3 to 6 points"),
]
