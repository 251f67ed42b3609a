"""One module per source document: each describes its document from top to bottom, and reads it."""

FILES = {
    "implementation-plan": "000_92ffbc7690ca2c9f.txt",
    "work-plan": "001_4fb30af2caf051e8.txt",
    "council-answers": "002_80f337656145150c.txt",
    "pledges": "003_c2cd1c21a4edac4c.txt",
    "office-report": "004_07565497701b7de4.txt",
}
"""The file of each document, by the name that the commands give the document."""
