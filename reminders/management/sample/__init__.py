"""The sample organisation of the demo: a year of six agreements, told by the operations that people use.

``cast`` names the people, ``script`` is the form of a story; ``launch``, ``shelves``, ``spending``, ``reviews`` and
``retention`` tell them; ``play``, ``saying_back`` and ``changing`` perform them day by day. Days are counted from the
day of the demo, which is 0.
"""
