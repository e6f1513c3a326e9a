"""The sample organisation of the demo: a year of five agreements, told by the operations that people use.

``cast`` names the people, ``script`` is the form of a story; ``launch``, ``shelves``, ``spending`` and ``reviews`` tell
them; ``play`` performs them day by day. Days are counted from the day of the demo, which is 0.
"""
