"""One process that starts Holdfast's parts, starts them again when they die, and stops them in order.

Standard library only. Everything it runs is a child in its own session, with its log below the data folder.
"""
