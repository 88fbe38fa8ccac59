"""A Word file as its reader sees it: nothing hidden is handed on, and everything that is left out is told.

    package     the file: parts of bounded size, parsed without entities, written anew for the converter
    visible     which of two drawings, tracked changes, content controls, hidden text
    drawings    pictures, text boxes, charts        fields     results of fields        formulas   equations as a line
    characters  symbols and direction marks         letter     the frame of an official letter
    paragraphs  headings, list labels, captions     styles, numbering   what these are decided by

Knows: WordprocessingML. Never: follows a link out of the file; never writes a file.
"""
