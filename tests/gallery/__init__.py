"""`make gallery`: a picture of every page of the sample organisation."""
