"""Grammar of promises in Chinese and English: amounts, dates, comparators, strength, departments."""
