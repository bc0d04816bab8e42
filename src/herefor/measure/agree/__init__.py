"""How far marks of several raters can be trusted: agreement, severity, accuracy, how many."""
