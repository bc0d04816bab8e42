"""Here for the customer: hear, answer, measure, lead."""
