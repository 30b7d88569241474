"""The people who answer residents: their accounts, how they sign in, and the record of what they did."""
