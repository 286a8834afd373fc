"""Addresses of money."""

from django.urls import path

from treasury.views import balances, banking, dues, funds, invoices, ledger, payments, pools

urlpatterns = [
    path("dues/", dues.dues_run, name="dues_run"),
    path("dues/issue/", dues.dues_issue, name="dues_issue"),
    path("dues/extra/", dues.dues_charge_extra, name="dues_charge_extra"),
    path("invoices/", invoices.invoice_list, name="invoice_list"),
    path("invoices/<int:number>/", invoices.invoice_detail, name="invoice_detail"),
    path("invoices/<int:number>/paper/", invoices.invoice_paper, name="invoice_paper"),
    path("invoices/<int:number>/pay/", invoices.invoice_pay, name="invoice_pay"),
    path("invoices/<int:number>/cancel/", invoices.invoice_cancel, name="invoice_cancel"),
    path("invoices/<int:number>/write-off/", invoices.invoice_write_off, name="invoice_write_off"),
    path("credit-notes/<int:number>/", invoices.credit_note_detail, name="credit_note_detail"),
    path("credit-notes/<int:number>/paper/", invoices.credit_note_paper, name="credit_note_paper"),
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/new/", payments.payment_new, name="payment_new"),
    path("payments/files/", banking.bank_file_list, name="bank_file_list"),
    path("payments/files/new/", banking.bank_file_new, name="bank_file_new"),
    path("payments/files/<int:number>/", banking.bank_file_detail, name="bank_file_detail"),
    path("payments/files/<int:number>/columns/", banking.bank_file_lay_out, name="bank_file_lay_out"),
    path("payments/files/<int:number>/order/", banking.bank_file_order, name="bank_file_order"),
    path("payments/files/<int:number>/commit/", banking.bank_file_commit, name="bank_file_commit"),
    path("payments/files/<int:number>/drop/", banking.bank_file_drop, name="bank_file_drop"),
    path("payments/<int:number>/", payments.payment_detail, name="payment_detail"),
    path("payments/<int:number>/allocate/", payments.payment_allocate, name="payment_allocate"),
    path("payments/<int:number>/take-back/", payments.payment_take_back, name="payment_take_back"),
    path("payments/<int:number>/assign/", payments.payment_assign, name="payment_assign"),
    path("payments/<int:number>/send-back/", payments.payment_send_back, name="payment_send_back"),
    path("payments/<int:number>/reverse/", payments.payment_reverse, name="payment_reverse"),
    path("balances/", balances.balance_list, name="balance_list"),
    path("balances/<int:number>/", balances.balance_detail, name="balance_detail"),
    path("balances/<int:number>/address/", balances.billing_set_address, name="billing_set_address"),
    path("funds/", funds.fund_detail, name="fund_detail"),
    path("funds/report/", funds.fund_report, name="fund_report"),
    path("funds/shift/", pools.pool_shift, name="pool_shift"),
    path("ledger/", ledger.transaction_list, name="transaction_list"),
    path("ledger/accounts/", ledger.account_list, name="account_list"),
    path("ledger/closings/", ledger.closing_list, name="closing_list"),
    path("ledger/<int:number>/", ledger.transaction_detail, name="transaction_detail"),
]
