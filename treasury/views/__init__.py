"""The treasury's doors for people: invoices, payments, bank files, statements, funds, the ledger, the dues run."""
