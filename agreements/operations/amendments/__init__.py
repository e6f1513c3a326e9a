"""Changes of agreements in force: asked for, answered by everybody they concern, and agreed all at once or not at all."""
