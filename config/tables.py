"""What must reach upwards: tables of dotted names, so that lower apps never import higher ones.

A test resolves every name. Read with `resolve`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that people can do: the function that does it and the question whether they may."""

    does: str
    asks: str
    label: str | Promise
    who: str | Promise
    """Who may, in words: the "who decides what" page prints it (GOV-12)."""
    rule: str = ""
    matter: str = ""
    """Heading on that page."""


VERBS: dict[str, Verb] = {
    "motion.draft_amendment": Verb(
        does="consortium.amendments.draft",
        asks="consortium.access.motions.can_draft",
        label=_("Draft an amendment of the charter"),
        who=_("Members of the body that amends the charter and of those below it, and the office"),
        rule="E-73",
        matter="rules",
    ),
    "member.record_founding_member": Verb(
        does="membership.members.record_founding_member",
        asks="membership.access.can_record_founding_member",
        label=_("Record a founding member"),
        who=_("The office, before going live"),
        rule="E-13",
        matter="members",
    ),
    "member.move_in_chain": Verb(
        does="membership.members.move_in_chain",
        asks="membership.access.can_move_in_chain",
        label=_("Correct a member's place in the supply chain"),
        who=_("The office"),
        rule="MEM-13",
        matter="members",
    ),
    "admission.propose": Verb(
        does="consortium.admissions.propose",
        asks="consortium.access.memberships.can_propose_admission",
        label=_("Propose to admit a company"),
        who=_("The office and the council; the council decides"),
        rule="MEM-10",
        matter="members",
    ),
    "exclusion.propose": Verb(
        does="consortium.exclusions.propose",
        asks="consortium.access.memberships.can_propose_exclusion",
        label=_("Propose to exclude a member"),
        who=_("The office and the council; the council decides"),
        rule="E-08",
        matter="members",
    ),
    "declaration.declare": Verb(
        does="membership.declarations.declare",
        asks="membership.access.can_declare",
        label=_("Declare revenue"),
        who=_("The company's revenue declarer, or finance for it"),
        rule="MEM-01, E-06",
        matter="members",
    ),
    "declaration.verify": Verb(
        does="membership.declarations.verify",
        asks="membership.access.can_verify",
        label=_("Verify a declaration"),
        who=_("Finance"),
        rule="E-06",
        matter="members",
    ),
    "declaration.send_back": Verb(
        does="membership.declarations.send_back",
        asks="membership.access.can_send_back",
        label=_("Return a declaration"),
        who=_("Finance"),
        rule="E-06",
        matter="members",
    ),
    "regrading.announce": Verb(
        does="membership.regradings.announce",
        asks="membership.access.can_announce",
        label=_("Announce the yearly regrading"),
        who=_("Finance"),
        rule="MEM-12, E-07",
        matter="members",
    ),
    "regrading.take_effect": Verb(
        does="consortium.memberships.regrade",
        asks="membership.access.can_regrade",
        label=_("Put a regrading into effect"),
        who=_("The clock on its day; finance where it was waited for"),
        rule="E-07",
        matter="members",
    ),
    "seats.choose": Verb(
        does="consortium.choices.choose",
        asks="membership.access.can_choose",
        label=_("Choose who keeps a seat"),
        who=_("The company's nominator, or the office for it"),
        rule="E-07",
        matter="members",
    ),
    "withdrawal.announce": Verb(
        does="membership.withdrawals.announce",
        asks="membership.access.can_withdraw",
        label=_("Leave the consortium"),
        who=_("Whoever signs or nominates for the company, or the office for it"),
        rule="MEM-09, E-10",
        matter="members",
    ),
    "withdrawal.take_back": Verb(
        does="membership.withdrawals.take_back",
        asks="membership.access.can_take_back",
        label=_("Take a withdrawal back"),
        who=_("Whoever signs or nominates for the company, or the office for it"),
        rule="E-10",
        matter="members",
    ),
    "prospect.note": Verb(
        does="membership.prospects.note",
        asks="membership.access.can_note",
        label=_("Enter a prospect"),
        who=_("The office and the council's chair"),
        rule="MEM-10",
        matter="members",
    ),
    "prospect.revise": Verb(
        does="membership.prospects.revise",
        asks="membership.access.can_revise",
        label=_("Change a prospect"),
        who=_("The office and the council's chair"),
        rule="MEM-10",
        matter="members",
    ),
    "prospect.advance": Verb(
        does="membership.prospects.advance",
        asks="membership.access.can_advance",
        label=_("Move a prospect to another stage"),
        who=_("The office and the council's chair"),
        rule="MEM-10",
        matter="members",
    ),
    "ballot.by_exception": Verb(
        does="consortium.ballots.by_exception",
        asks="consortium.access.motions.can_record",
        label=_("Record a vote in the room"),
        who=_("The chair of the body, and the office"),
        rule="E-04",
        matter="decisions",
    ),
    "ballot.cast": Verb(
        does="consortium.ballots.cast",
        asks="consortium.access.motions.can_cast",
        label=_("Vote"),
        who=_("The holder of a seat on the roll, or its alternate"),
        rule="WG-03",
        matter="decisions",
    ),
    "ballot.recuse": Verb(
        does="consortium.ballots.recuse",
        asks="consortium.access.motions.can_cast",
        label=_("Step aside from an item"),
        who=_("The holder of a seat on the roll, or its alternate"),
        rule="E-04",
        matter="decisions",
    ),
    "ballot.rejoin": Verb(
        does="consortium.ballots.rejoin",
        asks="consortium.access.motions.can_cast",
        label=_("Take part in an item again"),
        who=_("The holder of a seat on the roll, or its alternate"),
        rule="E-04",
        matter="decisions",
    ),
    "enactment.rescind": Verb(
        does="consortium.enactments.rescind",
        asks="consortium.access.motions.can_rescind",
        label=_("Give up a blocked enactment"),
        who=_("The chair of the body, and the office"),
        rule="E-42",
        matter="decisions",
    ),
    "enactment.retry": Verb(
        does="consortium.enactments.retry",
        asks="consortium.access.motions.can_retry",
        label=_("Try a blocked enactment again"),
        who=_("The office"),
        rule="E-42",
        matter="decisions",
    ),
    "motion.add_item": Verb(
        does="consortium.motions.add_item",
        asks="consortium.access.motions.can_edit",
        label=_("Add an item to a draft"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.add_paper": Verb(
        does="consortium.motions.add_paper",
        asks="consortium.access.motions.can_edit",
        label=_("Lay a paper before the body"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.amend": Verb(
        does="consortium.amendments.propose",
        asks="consortium.access.motions.can_edit",
        label=_("Propose an amendment of the charter"),
        who=_("Members of the body that amends the charter"),
        rule="E-73",
        matter="decisions",
    ),
    "motion.close": Verb(
        does="consortium.motions.close",
        asks="consortium.access.motions.can_close",
        label=_("Close a vote"),
        who=_("The clock at the deadline; the chair and the office when nothing can change any more"),
        rule="E-04",
        matter="decisions",
    ),
    "motion.correct": Verb(
        does="consortium.motions.correct",
        asks="consortium.access.motions.can_correct",
        label=_("Add a correction to a decision"),
        who=_("The chair of the body, and the office"),
        rule="GOV-12",
        matter="decisions",
    ),
    "motion.delete": Verb(
        does="consortium.motions.delete",
        asks="consortium.access.motions.can_edit",
        label=_("Delete a draft"),
        who=_("Its author, and the office"),
        rule="E-42",
        matter="decisions",
    ),
    "motion.draft": Verb(
        does="consortium.motions.draft",
        asks="consortium.access.motions.can_draft",
        label=_("Draft a motion"),
        who=_("Members of the body, members of the bodies directly below it, and the office"),
        rule="GOV-05",
        matter="decisions",
    ),
    "motion.edit": Verb(
        does="consortium.motions.edit",
        asks="consortium.access.motions.can_edit",
        label=_("Change a draft"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.edit_item": Verb(
        does="consortium.motions.edit_item",
        asks="consortium.access.motions.can_edit",
        label=_("Change an item of a draft"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.open": Verb(
        does="consortium.motions.open",
        asks="consortium.access.motions.can_open",
        label=_("Put a motion to the vote"),
        who=_("Members of the body, and the office"),
        rule="GOV-05",
        matter="decisions",
    ),
    "motion.publish": Verb(
        does="consortium.statements.propose",
        asks="consortium.access.motions.can_edit",
        label=_("Propose a strategy, vision or mission"),
        who=_("Members of the body that decides it"),
        rule="EC-04",
        matter="decisions",
    ),
    "motion.remove_item": Verb(
        does="consortium.motions.remove_item",
        asks="consortium.access.motions.can_edit",
        label=_("Take an item out of a draft"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.remove_paper": Verb(
        does="consortium.motions.remove_paper",
        asks="consortium.access.motions.can_edit",
        label=_("Take a paper away"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.reopen": Verb(
        does="consortium.motions.reopen",
        asks="consortium.access.motions.can_reopen",
        label=_("Reopen a decision"),
        who=_("Nobody: a decision is final, a new motion may take it up"),
        rule="EC-01",
        matter="decisions",
    ),
    "motion.reorder": Verb(
        does="consortium.motions.reorder",
        asks="consortium.access.motions.can_edit",
        label=_("Reorder the items of a draft"),
        who=_("Its author, and the office"),
        matter="decisions",
    ),
    "motion.sever": Verb(
        does="consortium.motions.sever",
        asks="consortium.access.motions.can_cast",
        label=_("Have an item voted on by itself"),
        who=_("Any seat on the roll"),
        rule="E-04",
        matter="decisions",
    ),
    "motion.submit": Verb(
        does="consortium.motions.submit",
        asks="consortium.access.motions.can_edit",
        label=_("Put a draft before its body"),
        who=_("Its author, and the office"),
        rule="GOV-05",
        matter="decisions",
    ),
    "motion.withdraw": Verb(
        does="consortium.motions.withdraw",
        asks="consortium.access.motions.can_withdraw",
        label=_("Withdraw a motion"),
        who=_("Its author, the chair of the body, and the office"),
        matter="decisions",
    ),
    "need.file": Verb(
        does="consortium.needs.file",
        asks="consortium.access.motions.can_file_need",
        label=_("File a need of industry"),
        who=_("Members of the council, for their firm"),
        rule="EC-06",
        matter="decisions",
    ),
    "need.link": Verb(
        does="consortium.needs.link",
        asks="consortium.access.motions.can_change_need",
        label=_("Link a need to the strategy"),
        who=_("The firm's member of the council, and the office"),
        rule="EC-06",
        matter="decisions",
    ),
    "need.withdraw": Verb(
        does="consortium.needs.withdraw",
        asks="consortium.access.motions.can_change_need",
        label=_("Withdraw a need"),
        who=_("The firm's member of the council, and the office"),
        rule="EC-06",
        matter="decisions",
    ),
    "duty.nudge": Verb(
        does="duties.reminders.nudge",
        asks="duties.access.can_nudge",
        label=_("Remind those who have not responded"),
        who=_("The office"),
        rule="GOV-06",
        matter="people",
    ),
    "duty.let_off": Verb(
        does="duties.duties.let_off",
        asks="duties.access.can_let_off",
        label=_("Let somebody off a duty, with the reason"),
        who=_("The office"),
        rule="GOV-06",
        matter="people",
    ),
    "letter.edit": Verb(
        does="duties.letters.edit",
        asks="duties.access.can_edit_letter",
        label=_("Edit a letter in the outbox"),
        who=_("The office"),
        rule="GOV-06",
        matter="people",
    ),
    "letter.release": Verb(
        does="duties.letters.release",
        asks="duties.access.can_release_letters",
        label=_("Release letters"),
        who=_("The office"),
        rule="GOV-06",
        matter="people",
    ),
    "letter.cancel": Verb(
        does="duties.letters.cancel",
        asks="duties.access.can_cancel_letter",
        label=_("Cancel a letter"),
        who=_("The office"),
        rule="GOV-06",
        matter="people",
    ),
    "meeting.plan": Verb(
        does="consortium.meetings.plan",
        asks="consortium.access.meetings.can_plan",
        label=_("Plan a meeting"),
        who=_("The chair of the body that meets, and the office"),
        rule="EC-03, SC-02, TC-02",
        matter="meetings",
    ),
    "meeting.change": Verb(
        does="consortium.meetings.change",
        asks="consortium.access.meetings.can_run",
        label=_("Change a meeting"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "meeting.call": Verb(
        does="consortium.meetings.call",
        asks="consortium.access.meetings.can_run",
        label=_("Call a meeting"),
        who=_("The chair of the body that meets, and the office"),
        rule="meetings.notice_days",
        matter="meetings",
    ),
    "meeting.invite": Verb(
        does="consortium.invitations.invite",
        asks="consortium.access.meetings.can_run",
        label=_("Invite further people"),
        who=_("The chair of the body that meets, and the office"),
        rule="WG-02",
        matter="meetings",
    ),
    "meeting.attend": Verb(
        does="consortium.attendance.mark",
        asks="consortium.access.meetings.can_run",
        label=_("Take attendance"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-67",
        matter="meetings",
    ),
    "meeting.hold": Verb(
        does="consortium.meetings.hold",
        asks="consortium.access.meetings.can_run",
        label=_("Record a meeting as held"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-67",
        matter="meetings",
    ),
    "meeting.cancel": Verb(
        does="consortium.meetings.cancel",
        asks="consortium.access.meetings.can_run",
        label=_("Cancel a meeting"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "invitation.reply": Verb(
        does="consortium.invitations.reply",
        asks="consortium.access.meetings.can_reply",
        label=_("Reply to an invitation"),
        who=_("The invited person, and whoever assists them"),
        rule="",
        matter="meetings",
    ),
    "meeting.vote": Verb(
        does="consortium.rooms.vote",
        asks="consortium.access.meetings.can_run",
        label=_("Take a vote in the room"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-04",
        matter="meetings",
    ),
    "meeting.register": Verb(
        does="consortium.registrations.register",
        asks="consortium.access.meetings.can_register",
        label=_("Register people for a review meeting"),
        who=_("Members, within the head-count of their tier"),
        rule="MEM-16",
        matter="meetings",
    ),
    "meeting.unregister": Verb(
        does="consortium.registrations.withdraw",
        asks="consortium.access.meetings.can_unregister",
        label=_("Give a registered place back"),
        who=_("The company that registered it, and the office"),
        rule="MEM-16",
        matter="meetings",
    ),
    "agenda.add": Verb(
        does="consortium.agendas.add",
        asks="consortium.access.meetings.can_run",
        label=_("Add a point to an agenda"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "agenda.change": Verb(
        does="consortium.agendas.change",
        asks="consortium.access.meetings.can_arrange",
        label=_("Change a point of an agenda"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "agenda.arrange": Verb(
        does="consortium.agendas.arrange",
        asks="consortium.access.meetings.can_run",
        label=_("Order an agenda"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "agenda.shift": Verb(
        does="consortium.agendas.shift",
        asks="consortium.access.meetings.can_arrange",
        label=_("Move a point of an agenda"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "agenda.drop": Verb(
        does="consortium.agendas.drop",
        asks="consortium.access.meetings.can_arrange",
        label=_("Take a point off an agenda"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "agenda.note": Verb(
        does="consortium.agendas.note",
        asks="consortium.access.meetings.can_arrange",
        label=_("Take notes in a meeting"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "paper.add": Verb(
        does="consortium.papers.add",
        asks="consortium.access.meetings.can_add_paper",
        label=_("Add a paper to a meeting"),
        who=_("Whoever sits in the body or is invited, and the office"),
        rule="STR-22",
        matter="meetings",
    ),
    "paper.renew": Verb(
        does="consortium.papers.renew",
        asks="consortium.access.meetings.can_change_paper",
        label=_("Add a newer version of a paper"),
        who=_("Whoever added it, and the office"),
        rule="",
        matter="meetings",
    ),
    "paper.withdraw": Verb(
        does="consortium.papers.withdraw",
        asks="consortium.access.meetings.can_change_paper",
        label=_("Withdraw a paper"),
        who=_("Whoever added it, and the office"),
        rule="",
        matter="meetings",
    ),
    "minutes.draft": Verb(
        does="consortium.minutes.draft",
        asks="consortium.access.meetings.can_run",
        label=_("Draft the minutes"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-67",
        matter="meetings",
    ),
    "minutes.save": Verb(
        does="consortium.minutes.save",
        asks="consortium.access.meetings.can_write",
        label=_("Write the minutes"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-41",
        matter="meetings",
    ),
    "minutes.circulate": Verb(
        does="consortium.minutes.circulate",
        asks="consortium.access.meetings.can_write",
        label=_("Circulate the minutes"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-67",
        matter="meetings",
    ),
    "minutes.approve": Verb(
        does="consortium.minutes.approve",
        asks="consortium.access.meetings.can_write",
        label=_("Record that the minutes are approved"),
        who=_("The chair of the body that meets, and the office"),
        rule="E-67",
        matter="meetings",
    ),
    "minutes.correct": Verb(
        does="consortium.minutes.correct",
        asks="consortium.access.meetings.can_write",
        label=_("Correct approved minutes"),
        who=_("The chair of the body that meets, and the office"),
        rule="",
        matter="meetings",
    ),
    "nomination.propose": Verb(
        does="consortium.nominations.propose",
        asks="consortium.access.nominations.can_propose",
        label=_("Nominate a person for a seat"),
        who=_("Whoever nominates for the company"),
        rule="E-15",
        matter="people",
    ),
    "nomination.withdraw": Verb(
        does="consortium.nominations.withdraw",
        asks="consortium.access.nominations.can_withdraw",
        label=_("Withdraw a nomination"),
        who=_("Whoever nominates for the company"),
        rule="E-15",
        matter="people",
    ),
    "nomination.confirm": Verb(
        does="consortium.nominations.confirm",
        asks="consortium.access.nominations.can_confirm",
        label=_("Verify tier and title, and seat"),
        who=_("The office, where the company itself names its person"),
        rule="E-18",
        matter="people",
    ),
    "nomination.decline": Verb(
        does="consortium.nominations.decline",
        asks="consortium.access.nominations.can_decline",
        label=_("Turn down what cannot be verified"),
        who=_("The office, where the company itself names its person"),
        rule="E-18",
        matter="people",
    ),
    "nomination.put_to_vote": Verb(
        does="consortium.nominations.put_to_vote",
        asks="consortium.access.nominations.can_put_to_vote",
        label=_("Put nominations before the appointing body"),
        who=_("Members of the body that appoints; the office prepares"),
        rule="EC-08, SC-08",
        matter="people",
    ),
    "nomination.propose_officer": Verb(
        does="consortium.nominations.propose_officer",
        asks="consortium.access.nominations.can_propose_officer",
        label=_("Propose somebody for the office"),
        who=_("The secretary, and members of the body that appoints the office"),
        rule="GOV-06",
        matter="people",
    ),
    "nomination.propose_chair": Verb(
        does="consortium.nominations.propose_chair",
        asks="consortium.access.nominations.can_propose_chair",
        label=_("Propose a chair"),
        who=_("Members of the body"),
        rule="E-74",
        matter="people",
    ),
    "seat.end": Verb(
        does="consortium.seats.end",
        asks="consortium.access.seats.can_end",
        label=_("Resign from a seat, or recall"),
        who=_("The holder; whoever nominates for the company; in a group, its committee and lead"),
        rule="E-18",
        matter="people",
    ),
    "seat.name_alternate": Verb(
        does="consortium.seats.name_alternate",
        asks="consortium.access.seats.can_name_alternate",
        label=_("Name an alternate"),
        who=_("Whoever nominates for the company"),
        rule="E-15",
        matter="people",
    ),
    "seat.end_alternate": Verb(
        does="consortium.seats.end_alternate",
        asks="consortium.access.seats.can_end_alternate",
        label=_("End an alternate's right"),
        who=_("Whoever nominates for the company"),
        rule="E-15",
        matter="people",
    ),
    "group.set_up": Verb(
        does="consortium.groups.set_up",
        asks="consortium.access.groups.can_set_up",
        label=_("Set up a working group"),
        who=_("Members of the technical committee"),
        rule="WG-01",
        matter="people",
    ),
    "group.add_member": Verb(
        does="consortium.groups.add_member",
        asks="consortium.access.groups.can_add",
        label=_("Bring a committee member into a group"),
        who=_("The lead of the group, and members of its committee"),
        rule="WG-01",
        matter="people",
    ),
    "group.add_guest": Verb(
        does="consortium.groups.add_guest",
        asks="consortium.access.groups.can_add",
        label=_("Bring a guest into a group, without a vote"),
        who=_("The lead of the group, and members of its committee"),
        rule="WG-02",
        matter="people",
    ),
    "group.hand_over": Verb(
        does="consortium.groups.hand_over",
        asks="consortium.access.groups.can_hand_over",
        label=_("Hand over the lead of a group"),
        who=_("Members of the technical committee"),
        rule="E-57",
        matter="people",
    ),
    "group.remove": Verb(
        does="consortium.groups.remove",
        asks="consortium.access.seats.can_end",
        label=_("Take somebody out of a group"),
        who=_("The lead of the group, and members of its committee"),
        rule="WG-01",
        matter="people",
    ),
    "group.close": Verb(
        does="consortium.groups.close",
        asks="consortium.access.groups.can_close",
        label=_("Close a working group"),
        who=_("Members of the technical committee"),
        rule="WG-01",
        matter="people",
    ),
    "person.invite": Verb(
        does="consortium.people.invite",
        asks="consortium.access.people.can_invite",
        label=_("Enter a person of a company or university"),
        who=_("Whoever nominates for the company, the committee of a university, the office"),
        rule="E-15",
        matter="people",
    ),
    "person.retitle": Verb(
        does="consortium.people.retitle",
        asks="consortium.access.people.can_retitle",
        label=_("Write down a new title"),
        who=_("Whoever nominates for the company, the office"),
        rule="E-16",
        matter="people",
    ),
    "person.leave": Verb(
        does="consortium.people.leave",
        asks="consortium.access.people.can_leave",
        label=_("End a person's place in an organisation"),
        who=_("Whoever nominates for the company, the office"),
        rule="E-16",
        matter="people",
    ),
    "mandate.give": Verb(
        does="consortium.mandates.give",
        asks="consortium.access.people.can_give_mandate",
        label=_("Give a mandate"),
        who=_("Whoever nominates for the company, the office"),
        rule="E-15",
        matter="people",
    ),
    "mandate.end": Verb(
        does="consortium.mandates.end",
        asks="consortium.access.people.can_end_mandate",
        label=_("End a mandate"),
        who=_("Whoever nominates for the company, the office"),
        rule="E-15",
        matter="people",
    ),
    "assistance.name": Verb(
        does="consortium.mandates.name_assistant",
        asks="consortium.access.people.can_name_assistant",
        label=_("Name an assistant, who never votes"),
        who=_("Everybody, for themselves"),
        rule="",
        matter="people",
    ),
    "assistance.end": Verb(
        does="consortium.mandates.end_assistance",
        asks="consortium.access.people.can_end_assistance",
        label=_("End an assistant's mandate"),
        who=_("Everybody, for themselves"),
        rule="",
        matter="people",
    ),
    "partner.connect": Verb(
        does="consortium.partners.connect",
        asks="consortium.access.people.can_connect",
        label=_("Connect a university or institute"),
        who=_("Members of the technical committee, the office"),
        rule="GOV-11",
        matter="people",
    ),
    "partner.disconnect": Verb(
        does="consortium.partners.disconnect",
        asks="consortium.access.people.can_disconnect",
        label=_("End the connection of a university or institute"),
        who=_("Members of the technical committee, the office"),
        rule="GOV-11",
        matter="people",
    ),
    "dues.run": Verb(
        does="membership.dues.run",
        asks="treasury.access.can_invoice",
        label=_("Run the dues"),
        who=_("Finance"),
        rule="MEM-05",
        matter="money",
    ),
    "dues.charge_extra": Verb(
        does="membership.dues.charge_extra",
        asks="treasury.access.can_invoice",
        label=_("Issue a supplementary invoice"),
        who=_("Finance"),
        rule="MEM-05",
        matter="money",
    ),
    "invoice.issue": Verb(
        does="treasury.invoices.issue",
        asks="treasury.access.can_invoice",
        label=_("Issue an invoice"),
        who=_("Finance"),
        rule="MEM-05, MEM-14",
        matter="money",
    ),
    "invoice.cancel": Verb(
        does="treasury.credit_notes.cancel",
        asks="treasury.access.can_cancel_invoice",
        label=_("Cancel an invoice by a credit note"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "invoice.write_off": Verb(
        does="treasury.invoices.write_off",
        asks="treasury.access.can_write_off",
        label=_("Write off what is open of an invoice"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "billing.set_address": Verb(
        does="treasury.billing.set_address",
        asks="treasury.access.can_set_billing_address",
        label=_("Say where a member's invoices go"),
        who=_("Finance, and the member's billing mandate"),
        rule="MEM-14",
        matter="money",
    ),
    "payment.record": Verb(
        does="treasury.payments.record",
        asks="treasury.access.can_record_payment",
        label=_("Record a payment"),
        who=_("Finance"),
        rule="MEM-05",
        matter="money",
    ),
    "payment.receive": Verb(
        does="treasury.payments.receive",
        asks="treasury.access.can_record_payment",
        label=_("Record the payment of an invoice"),
        who=_("Finance"),
        rule="MEM-05",
        matter="money",
    ),
    "payment.allocate": Verb(
        does="treasury.allocations.allocate",
        asks="treasury.access.can_allocate",
        label=_("Say which invoices a payment settles"),
        who=_("Finance"),
        rule="MEM-05",
        matter="money",
    ),
    "payment.take_back": Verb(
        does="treasury.allocations.take_back",
        asks="treasury.access.can_allocate",
        label=_("Take an allocation back"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "payment.assign": Verb(
        does="treasury.payments.assign",
        asks="treasury.access.can_assign",
        label=_("Say whose money a payment is"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "payment.send_back": Verb(
        does="treasury.payments.send_back",
        asks="treasury.access.can_send_back",
        label=_("Send money back"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "payment.reverse": Verb(
        does="treasury.payments.reverse",
        asks="treasury.access.can_reverse_payment",
        label=_("Undo a payment"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "bank_file.upload": Verb(
        does="treasury.bank_files.upload",
        asks="treasury.access.can_import",
        label=_("Upload a bank statement"),
        who=_("Finance"),
        matter="money",
    ),
    "bank_file.lay_out": Verb(
        does="treasury.bank_files.lay_out",
        asks="treasury.access.can_import",
        label=_("Say which columns of a bank statement mean what"),
        who=_("Finance"),
        matter="money",
    ),
    "bank_file.commit": Verb(
        does="treasury.bank_files.commit",
        asks="treasury.access.can_import",
        label=_("Take a bank statement into the books"),
        who=_("Finance"),
        matter="money",
    ),
    "bank_file.drop": Verb(
        does="treasury.bank_files.drop",
        asks="treasury.access.can_import",
        label=_("Set a bank statement aside"),
        who=_("Finance"),
        matter="money",
    ),
    "closing.close": Verb(
        does="treasury.closings.close",
        asks="treasury.access.can_close_books",
        label=_("Close the books up to a day"),
        who=_("Finance"),
        rule="",
        matter="money",
    ),
    "pool.shift": Verb(
        does="treasury.pools.shift",
        asks="treasury.access.can_shift_pools",
        label=_("Shift money between the branches' pools"),
        who=_("Finance, under a decision of the council"),
        rule="E-12",
        matter="money",
    ),
}
"""``"motion.close": Verb(...)``: pages, API, simulation and the "who decides what" page all read it."""

ENACTMENTS: dict[str, str] = {
    "admission": "consortium.admissions.enact",
    "exclusion": "consortium.exclusions.enact",
    "amendment": "consortium.amendments.enact",
    "resolution": "consortium.enactments.resolution",
    "statement": "consortium.statements.enact",
    "appointment": "consortium.nominations.enact",
}
"""Matter of a motion item → ``enact(item, *, by, at) -> Entry``, run in a savepoint when the item is carried."""

MATTERS: dict[str, Promise] = {
    "admission": _("Admission"),
    "amendment": _("Amendment of the charter"),
    "appointment": _("Appointment"),
    "exclusion": _("Exclusion"),
    "resolution": _("Resolution"),
    "statement": _("Statement"),
}
"""Matter of a motion item → how lists call it."""

DISMISSALS: dict[str, str] = {
    "appointment": "consortium.nominations.dismiss",
}
"""Matter → ``dismiss(item, *, by, at)``: releases what waited for an item that was lost, withdrawn or given up."""

CADENCES: dict[str, str] = {
    "revenue.declare": "membership.cadences.desired",
    "meeting.hold": "consortium.cadences.desired",
}
"""Kind of duty → ``desired(consortium, *, at) -> Iterable[Owed]``: the whole desired set for 13 months."""

OBJECTIONS: dict[str, list[str]] = {
    "membership.regrade": ["consortium.excess.objections"],
}
"""Lower verb → upper functions ``(subject, **) -> Iterable[str]`` whose answers stop it, such as seats that a
regrading would break."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How a kind of subject is called and where its page is."""

    label: str | Promise
    path: str
    """Address of its page below the consortium's, with ``{number}``."""
    titles: str
    """``(consortium, numbers) -> dict[int, str]``: what people call them, in one query."""


@dataclass(frozen=True, slots=True)
class DutyKind:
    """How a kind of duty reads to whoever owes it."""

    label: str | Promise
    """What is to be done, such as "Cast your vote"."""
    button: str | Promise
    path: str = ""
    """Address of the page that settles it, below the subject's; empty: the subject's own page."""
    mandate: str = ""
    """Of a company's duty: the mandate whose holders it falls to; empty: everyone who nominates."""
    first: bool = False
    """Whether it stands before everything else on the home page: votes and acknowledgements do."""


SUBJECTS: dict[str, SubjectKind] = {
    "declaration": SubjectKind(_("Declaration"), "declarations/{number}/", "membership.titles.of_declarations"),
    "prospect": SubjectKind(_("Prospect"), "prospects/{number}/", "membership.titles.of_prospects"),
    "regrading": SubjectKind(_("Regrading"), "regradings/{number}/", "membership.titles.of_regradings"),
    "withdrawal": SubjectKind(_("Withdrawal"), "withdrawals/{number}/", "membership.titles.of_withdrawals"),
    "bank_file": SubjectKind(_("Bank file"), "payments/files/{number}/", "treasury.titles.of_bank_files"),
    "edition": SubjectKind(_("Edition of the charter"), "charter/editions/{number}/", "charter.titles.of_editions"),
    "need": SubjectKind(_("Need of industry"), "needs/{number}/", "consortium.titles.of_needs"),
    "statement": SubjectKind(_("Statement"), "statements/{number}/", "consortium.titles.of_statements"),
    "body": SubjectKind(_("Body"), "bodies/{number}/", "consortium.titles.of_bodies"),
    "member": SubjectKind(_("Member"), "members/{number}/", "membership.titles.of_members"),
    "meeting": SubjectKind(_("Meeting"), "meetings/{number}/", "consortium.titles.of_meetings"),
    "minutes": SubjectKind(_("Minutes"), "minutes/{number}/", "consortium.titles.of_minutes"),
    "item": SubjectKind(_("Item of a motion"), "items/{number}/", "consortium.titles.of_items"),
    "motion": SubjectKind(_("Motion"), "motions/{number}/", "consortium.titles.of_motions"),
    "paper": SubjectKind(_("Paper"), "papers/{number}/", "consortium.titles.of_papers"),
    "nomination": SubjectKind(_("Nomination"), "nominations/{number}/", "consortium.titles.of_nominations"),
    "partner": SubjectKind(_("Partner"), "partners/{number}/", "consortium.titles.of_partners"),
    "seat": SubjectKind(_("Seat"), "seats/{number}/", "consortium.titles.of_seats"),
    "closing": SubjectKind(_("Closing of the books"), "ledger/closings/", "treasury.titles.of_closings"),
    "credit_note": SubjectKind(_("Credit note"), "credit-notes/{number}/", "treasury.titles.of_credit_notes"),
    "invoice": SubjectKind(_("Invoice"), "invoices/{number}/", "treasury.titles.of_invoices"),
    "payment": SubjectKind(_("Payment"), "payments/{number}/", "treasury.titles.of_payments"),
    "transaction": SubjectKind(_("Transaction"), "ledger/{number}/", "treasury.titles.of_transactions"),
}
"""Kind of subject → how pages, notices, search and "why?" call it and link to it."""

DUTIES: dict[str, DutyKind] = {
    "revenue.declare": DutyKind(_("Declare last year's revenue"), _("Declare"), "declare/", "revenue_declarer"),
    "revenue.mend": DutyKind(_("Mend the returned declaration"), _("Open"), "", "revenue_declarer"),
    "seats.choose": DutyKind(_("Choose who keeps a seat"), _("Choose"), "seats/", "nominator"),
    "enactment.retry": DutyKind(_("Retry or give up a blocked decision"), _("Look at it")),
    "invitation.reply": DutyKind(_("Reply to an invitation"), _("Reply")),
    "meeting.hold": DutyKind(_("Hold a meeting"), _("Plan it"), "plan/"),
    "minutes.approve": DutyKind(_("Approve minutes"), _("Approve"), "minutes/"),
    "minutes.write": DutyKind(_("Write minutes"), _("Write them"), "minutes/"),
    "seat.fill": DutyKind(_("Nominate for a vacant seat"), _("Nominate"), "nominate/", mandate="nominator"),
    "seat.renew": DutyKind(_("Nominate for the next term"), _("Nominate"), "nominate/", mandate="nominator"),
    "vote.cast": DutyKind(_("Cast your vote"), _("Vote"), "vote/", first=True),
    "invoice.pay": DutyKind(_("Pay an invoice"), _("See the invoice"), mandate="billing"),
}
"""Kind of duty → how home, my work, reminders and the calendar feed word it."""

DEBTORS: dict[str, str] = {
    "body": "consortium.debtors.of_bodies",
    "member": "membership.debtors.of_members",
    "seat": "consortium.debtors.of_seats",
}
"""Kind of debtor subject → ``(consortium, subject_ids, *, mandate, at) -> dict[subject_id, set[person_id]]``: whom to
remind."""

ESCALATIONS = "consortium.debtors.above"
"""``(consortium, duties, *, to, at) -> dict[duty_id, set[person_id]]``: who hears of an overdue duty (E-33)."""

ATTACHMENTS: dict[str, str] = {
    "meeting.called": "consortium.calendars.attachment",
    "meeting.changed": "consortium.calendars.attachment",
    "meeting.cancelled": "consortium.calendars.attachment",
}
"""Kind of urgent notice → ``(notice) -> str``: the calendar event that goes with its mail."""

SEATS_HELD = "consortium.excess.held_by_class"
"""``(consortium, rules, *, on) -> dict[(member_id, class of bodies), count]``: seats that still run on a day."""

AUDIENCE = "consortium.audiences.seated"
"""``(consortium, kinds, *, at, post="") -> set[person_id]``: who sits in bodies of these kinds, to be told."""
ROUNDS: tuple[str, ...] = (
    "consortium.chartered.follow",
    "consortium.memberships.follow",
    "consortium.tenure.end_lapsed",
    "consortium.tenure.announce_ends",
    "consortium.invitations.refresh",
    "treasury.dunning.write",
    "duties.rounds.reconcile",
    "duties.reminders.remind",
    "duties.reminders.escalate",
)
"""``(consortium, *, at)``, in this order, for every consortium that is live, at least once a day: what time does.
Each may run twice, late, or after months of silence. The worker and the simulation walk the same rounds."""

VERIFICATIONS: tuple[str, ...] = ("treasury.verification.verify",)
"""``(consortium) -> list[str]``: what ``manage.py verify`` checks beside the journal; each string is a fault."""

SEARCHES: dict[str, str] = {
    "People": "consortium.searches.people",
    "Bodies": "consortium.searches.bodies",
    "Members": "membership.queries.search",
    "Motions": "consortium.motions.queries.search",
    "Meetings": "consortium.searches.meetings",
    "Papers": "consortium.searches.papers",
    "Invoices": "treasury.queries.search",
    "Rules": "charter.queries.search",
}
"""Heading → ``(viewer, text, limit) -> list[Hit]``; each reads through ``visible_to``."""


@cache
def resolve(name: str) -> Any:
    """Import what a dotted name says.

    :raises ImportError: where it leads nowhere.
    """
    module, _dot, attribute = name.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except AttributeError as fault:
        raise ImportError(f"{name} does not exist") from fault


HEADINGS = {
    "rules": _("Rules"),
    "people": _("People and seats"),
    "decisions": _("Decisions"),
    "meetings": _("Meetings"),
    "members": _("Members"),
    "money": _("Money"),
}
"""Headings of the "who decides what" page, by `Verb.matter`."""
