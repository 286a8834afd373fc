"""What banks call their columns, directions and states, in the languages of their exports.

Written as `fold` writes them. Sources: the headings of the real exports that bank2ynab, RechnungsPilot, Banana and
double-entry-generator keep as samples, and the banks' own help pages.
"""

import re
import unicodedata
from functools import lru_cache

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": (
        *("buchungstag", "buchungsdatum", "booking date", "transaction date", "posting date", "date posted"),
        *(
            "posted date",
            "bookdate",
            "date",
            "datum",
            "tag",
            "day",
            "fecha",
            "data",
            "dato",
            "bokfoeringsdag",
            "data operacji",
            "kirjauspaeivae",
        ),
        *("date operation", "date comptable", "boekdatum", "transactiedatum", "created", "buchung"),
        *("valutadatum", "valuta", "value date", "wert", "wertstellung", "wertstellungstag", "date de valeur"),
        *("日付", "取引日", "年月日", "お取引日", "取扱日", "交易日期", "记账日期", "交易时间", "日期", "交易日"),
    ),
    "amount": (
        *("buchungsbetrag", "amount", "betrag", "umsatz", "transaction amount", "net amount", "bedrag", "montant"),
        *(
            "importe",
            "importo",
            "belopp",
            "belob",
            "umsatzbetrag",
            "brutto",
            "gross",
            "netto",
            "net",
            "transactiebedrag",
            "kwota",
            "valor",
            "maeaerae",
        ),
        *("金額", "取引額", "取引金額", "入出金額", "交易金额", "金额", "发生额"),
    ),
    "credit": (
        *(
            "credit",
            "credits",
            "credit amount",
            "deposit",
            "deposits",
            "paid in",
            "money in",
            "in",
            "haben",
            "gutschrift",
        ),
        *(
            "habenumsatz",
            "eingang",
            "einnahme",
            "einnahmen",
            "avoir",
            "abono",
            "haber",
            "accrediti",
            "avere",
            "entrate",
            "uznania",
            "credito",
            "inn pa konto",
        ),
        *("received", "receipts", "bij", "入金", "預入", "お預り", "預り", "預かり", "受入"),
        *("收入金额", "收入", "贷方发生额", "贷方金额", "贷方", "存入", "转入"),
    ),
    "debit": (
        *("debit", "debits", "debit amount", "withdrawal", "withdrawals", "paid out", "money out", "out", "soll"),
        *("sollumsatz", "lastschrift", "belastung", "ausgang", "ausgabe", "ausgaben", "cargo", "debe", "addebiti"),
        *(
            "dare",
            "uscite",
            "obciazenia",
            "debito",
            "ut fra konto",
            "payments",
            "spent",
            "af",
            "出金",
            "引出",
            "お支払",
            "支払",
            "払出",
        ),
        *("支出金额", "支出", "借方发生额", "借方金额", "借方", "取出", "转出"),
    ),
    "direction": (
        *("debit credit", "credit debit", "dr cr", "cr dr", "d c", "c d", "s h", "soll haben", "af bij", "d k"),
        *("direction", "sign", "vorzeichen", "kennzeichen", "soll haben kennzeichen", "cdtdbtind"),
        *(
            "credit debit indicator",
            "transaction type",
            "type",
            "sens",
            "入出金区分",
            "借贷标志",
            "收支",
            "借贷",
            "收付标志",
        ),
    ),
    "payer": (
        *("payer", "payer name", "debtor", "debtor name", "remitter", "ordering party", "sender", "sender name"),
        *("name zahlungsbeteiligter", "zahlungspflichtige", "zahlungspflichtiger", "auftraggeber", "zahler"),
        *("auftraggeber empfaenger", "auftraggeber beguenstigter", "beguenstigter auftraggeber"),
        *("beguenstigter zahlungspflichtiger", "empfaenger zahlungspflichtiger", "auftraggeber zahlungsempfaenger"),
        *(
            "counterparty",
            "counterparty name",
            "counter party",
            "partner name",
            "partner",
            "name",
            "naam",
            "naam omschrijving",
        ),
        *(
            "naam tegenpartij",
            "tegenpartij",
            "donneur d ordre",
            "emetteur",
            "ordenante",
            "ordinante",
            "payee",
            "nom",
            "namn",
            "avsaendare",
            "empfaenger",
        ),
        *("other party", "from", "customer", "依頼人", "振込依頼人", "相手", "相手先", "取引先", "振込人"),
        *("对方户名", "付款人", "付款人名称", "对方名称", "对方账户名称", "交易对方"),
    ),
    "reference": (
        *("verwendungszweck", "reference", "remittance information", "remittance", "payment reference", "purpose"),
        *("verwendung", "description", "details", "transaction details", "memo", "narrative", "particulars", "notes"),
        *(
            "notifications",
            "mededelingen",
            "omschrijving",
            "betreff",
            "zweck",
            "rubrik",
            "buchungstext",
            "libelle",
            "concepto",
            "causale",
        ),
        *("descrizione", "communication", "message", "text", "摘要", "備考", "内容", "お取引内容", "取引内容"),
        *("附言", "用途", "备注", "交易说明"),
    ),
    "currency": (
        *(
            "currency",
            "waehrung",
            "ccy",
            "devise",
            "valuta",
            "munt",
            "moneda",
            "currency code",
            "mutatiemunt",
            "wahrung",
        ),
        *("通貨", "币种", "货币"),
    ),
    "state": (
        *("status", "state", "buchungsstatus", "transaction status", "umsatzstatus", "info", "zustand", "状態", "状态"),
        *("ステータス", "交易状态"),
    ),
    "bank_reference": (
        *("transaction id", "fitid", "bank reference", "bank transaction id", "unique id", "transaction reference"),
        *("transaktions id", "transaktionsnummer", "buchungsreferenz", "umsatz id", "acctsvcrref", "entry reference"),
        *("archive id", "archiveringskod", "volgnr", "transactiereferentie", "取引番号", "照会番号", "交易流水号"),
        *("流水号", "交易单号", "凭证号"),
    ),
    "account": (
        *("account", "account number", "account no", "iban auftragskonto", "auftragskonto", "konto", "kontonummer"),
        *("eigenes konto", "rekening", "rekeningnummer", "iban", "iban bban", "own account", "compte", "cuenta"),
        *("口座番号", "口座", "账号", "本方账号"),
    ),
}
"""Names of columns by what they mean, the telling ones first."""

NEVER: dict[str, str] = {
    "amount": "einzelbetrag detail "
    "original ursprung fremd foreign exchange fee gebuehr entgelt tax steuer mwst insurance versicherung "
    "rabatt discount balance saldo kontostand solde kurs rate limit zins local 残高 余额 外貨",
    "credit": "card karte balance saldo kontostand solde limit account type fee tax 残高 余额",
    "debit": "card karte balance saldo kontostand solde limit account type fee tax 残高 余额",
    "payer": "iban bic swift konto account bank bankname blz number nummer nr id code country address adresse email "
    "type art reference referenz kategorie category 账号 开户行 口座番号",
    "reference": "id number nr nummer iban bic",
    "currency": "rate kurs original ursprung fremd foreign",
    "day": "id",
    "account": "counter gegen partner tegen payer payee other beneficiary empfaenger 对方 相手",
    "bank_reference": "customer kunde end mandat",
}
"""Words that say that a column is something else: whole ones, and the beginnings of long ones."""

OUT = frozenset("dr d db deb debit dbit debet s soll".split())
IN = frozenset("cr c cre credit crdt h haben k kredit".split())
"""Words beside an amount that say which way it went."""
GOES_OUT = OUT | frozenset(
    "af out - withdrawal withdrawals lastschrift belastung ausgang ausgabe paid sent debe cargo dare uscita debito "
    "debitering uttag 出金 支払 出 支 支出 借 借方 往账 付 转出 outgoing expense outflow disbursement auszahlung "
    "zahlungsausgang geldausgang kontobelastung abgang ausgaben afgeschreven afschrijving uitgaand uit sortie sortant "
    "decaissement retrait depense cargos egreso salida gasto retiro uscite addebito addebiti prelievo saida saque "
    "despesa ut utgaende utbetalning utbetaling ud udgaende udbetaling obciazenie obciazenia wyplata wychodzace "
    "odchozi vydaj terheles borc 払出 引出 お支払 支付 取出".split()
) | {
    *("paid out", "money out", "cash out", "payment out", "payments out", "transfer out", "sent out", "going out"),
    *("outgoing payment", "outgoing transfer", "payment sent", "transfer sent", "payment made", "withdrawn"),
    *("ausgehende zahlung", "ausgehende ueberweisung", "uitgaande betaling", "au debit", "virement emis"),
    *("paiement emis", "pago enviado", "transferencia enviada", "in uscita", "bonifico in uscita", "ut fra konto"),
    *("pagamento enviado", "platnosc wychodzaca", "odchozi platba", "przelew wychodzacy"),
}  # fmt: skip
COMES_IN = IN | frozenset(
    "bij in + deposit deposits gutschrift eingang einnahme received haber abono avere entrata accredito a "
    "insattning 入金 入 收 收入 贷 贷方 来账 转入 incoming income inflow receipt receipts einzahlung zahlungseingang "
    "geldeingang zugang einnahmen gutschriften bijgeschreven bijschrijving inkomend ontvangen entree entrant "
    "encaissement recette abonos ingreso entrada deposito entrate accrediti versamento incasso credito credits inn "
    "ingaende inbetalning innbetaling kreditering ind indgaende indbetaling uznanie uznania wplata przychodzace wplyw "
    "prichozi prijem jovairas alacak 預入 お預り 受入 存入".split()
) | {
    *("paid in", "money in", "cash in", "payment in", "payments in", "transfer in", "coming in", "incoming payment"),
    *("incoming transfer", "payment received", "payments received", "transfer received", "received payment"),
    *("eingehende zahlung", "eingehende ueberweisung", "inkomende betaling", "au credit", "virement recu"),
    *("paiement recu", "pago recibido", "transferencia recibida", "in entrata", "bonifico in entrata"),
    *("inn pa konto", "pagamento recebido", "platnosc przychodzaca", "prichozi platba", "przelew przychodzacy"),
}  # fmt: skip
"""Words and phrases in a column of their own that say which way an amount went."""
PENDING = (
    *("pending", "vorgemerkt", "umsatz vorgemerkt", "vorgemerkter umsatz", "authorised", "authorized", "processing"),
    *("in process", "in bearbeitung", "reserviert", "reserved", "en attente", "en cours", "in behandeling", "pdng"),
    *(
        "offen",
        "scheduled",
        "geplant",
        "hold",
        "on hold",
        "pendiente",
        "in sospeso",
        "未確定",
        "未決済",
        "処理中",
        "待入账",
    ),
    *("处理中", "unposted", "not posted", "uncleared", "declined", "failed", "rejected", "reverted", "cancelled"),
    *(
        "canceled",
        "denied",
        "returned",
        "bounced",
        "void",
        "refused",
        "blocked",
        "storniert",
        "abgelehnt",
        "expired",
        "失敗",
        "失败",
        "交易关闭",
        "取消",
    ),
)
"""States of a line that is no booking: not yet, or not any more."""
BOOKED = (
    *(
        "booked",
        "posted",
        "completed",
        "complete",
        "gebucht",
        "umsatz gebucht",
        "settled",
        "cleared",
        "executed",
        "book",
    ),
    *(
        "ausgefuehrt",
        "abgeschlossen",
        "comptabilise",
        "verwerkt",
        "paid",
        "success",
        "successful",
        "succeeded",
        "sent",
        "received",
        "processed",
        "ok",
        "done",
        "final",
    ),
    *("確定", "完了", "済", "已入账", "成功", "交易成功", "支付成功"),
)
SUMS = re.compile(
    r"\b(\w*kontostand|\w*saldo|balance|total|totals|summe|\w*salden|sum|subtotal|solde|totale|totaal|end of|closing|"
    r"opening|records?|page|seite|umsatzsumme)\b|合计|合計|総計|总计|残高|余额|小計"
)
"""Words of a line that sums up and is no booking."""
BALANCE_LINE = re.compile(
    r"((opening|closing|beginning|ending|previous|current|available|starting) )?balance( .*)?|saldo( .*)?|"
    r"(anfangs|end|schluss)?saldo|(letzter |alter |neuer )?kontostand( .*)?|totals?|summe|subtotal|zwischensumme|"
    r"solde( .*)?|合计|合計|期初余额|期末余额|前残高|繰越.*"
)
"""What a line that sums up says in one of its cells."""
BALANCE = re.compile(r"\b(balance|\w*saldo|saldo\w*|kontostand|solde|guthaben)\b|残高|余额")
"""Words in the name of a column of balances."""
ASIAN = tuple(
    {word for words in (*COLUMNS.values(), PENDING, GOES_OUT, COMES_IN) for word in words if not word.isascii()}
)
"""Words that show in which Asian encoding a file is written."""
ENDINGS = re.compile(r"[*:_/](r|in|innen|n)\b")
ACCENTS = re.compile("[\u0300-\u036f]")
SEPARATORS = re.compile(r"[^\w+-]|_|(?<=\w)[+-](?=\w)")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "ł": "l"})


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Write a heading or a word as they are compared: small letters, no accents, words with one space between."""
    text = ENDINGS.sub("", unicodedata.normalize("NFKC", text).casefold()).translate(UMLAUTS)
    bare = ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return " ".join(SEPARATORS.sub(" ", unicodedata.normalize("NFC", bare)).split())


def goes_out(text: str) -> bool | None:
    """Whether a direction column says that money went out; None for what is not known. The whole of it is compared,
    for ``Credit reversal`` goes out; the same said twice, as in ``Debit (DR)``, is said once.
    """
    phrase = fold(text) or text.strip()
    for known, way in ((GOES_OUT, True), (COMES_IN, False)):
        if phrase in known:
            return way
    words = set(phrase.split()) - {"-", "+"}
    return True if words and words <= OUT else False if words and words <= IN else None


def is_pending(text: str) -> bool:
    """Whether the word of a state column says that the line is no booking."""
    return _says(text, PENDING)


def is_state(text: str) -> bool:
    """Whether a word is the state of a booking."""
    return _says(text, PENDING) or _says(text, BOOKED)


def is_sum(text: str) -> bool:
    """Whether a cell says that its line sums up and is no booking."""
    return bool(BALANCE_LINE.fullmatch(fold(text)))


def _says(text: str, known: tuple[str, ...]) -> bool:
    said = f" {fold(text)} "
    return any(f" {word} " in said for word in known)
