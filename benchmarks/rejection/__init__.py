"""How well our ranking tells what is out of scope, on a public data set: CLINC150."""
