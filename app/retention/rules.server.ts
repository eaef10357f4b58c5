import { type RawBuilder, type SqlBool, sql } from "kysely";
import { stayDays } from "#app/mailings/milestones/stay-days.server.ts";
import { submissionDays } from "#app/petitions/token.server.ts";
import { hostDays } from "#app/pickets/hosting/host.server.ts";
import { pendingDays } from "#app/pickets/joining/attending.server.ts";
import type { DB } from "#db/schema.ts";
import type { MailKind } from "#emails/outbox.ts";

/**
 * What is held, how long, and what happens then. `retention.{name}.what`, `.after` and `.why` of the
 * language files say it in words, with `days` filled in.
 */
export interface RetentionRule {
	name: RuleName;
	/** Days; 0 where another day decides, as `.after` says. */
	days: number;
	/** Absent for what is kept, and for what ends as a part of other work. */
	ending?: Ending;
}

/** The rows that a rule ends, and how: one set-based statement that can be run in batches. */
export interface Ending {
	table: keyof DB;
	due: RawBuilder<SqlBool>;
	/** The order of batches, where an index has it so. */
	by?: RawBuilder<unknown>;
	/** What erasing them is written down as, so that a restored backup does not bring them back. */
	erasedAs?: "subscription";
	/** What due rows are set to; they are deleted where it is absent. */
	emptied?: RawBuilder<unknown>;
	/** Runs before the first batch. */
	first?: RawBuilder<unknown>;
}

type RuleName =
	| "links"
	| "previews"
	| "sessions"
	| "attempts"
	| "checkout-starts"
	| "stripe-events"
	| "checkouts"
	| "invitations"
	| "submissions"
	| "unsent"
	| "caps"
	| "deliveries"
	| "deliveries-unknown"
	| "failures"
	| "reports"
	| "suppressions"
	| "blocks"
	| "names"
	| "workplaces"
	| "hand-in-lists"
	| "verdicts"
	| "keys"
	| "domains"
	| "consents"
	| "subscriptions"
	| "digest-mailboxes"
	| "pickets-unverified"
	| "hosts-unverified"
	| "hosts"
	| "hosts-unsent"
	| "trusted-hosts"
	| "picket-changes"
	| "picket-photos"
	| "picket-keys"
	| "rsvps-pending"
	| "rsvps"
	| "rsvps-told"
	| "rsvps-messages"
	| "rsvps-unsent"
	| "endorsements-unverified"
	| "endorsements"
	| "endorsements-unsent"
	| "organisations"
	| "erasures"
	| "books"
	| "beneficiaries"
	| "audit"
	| "letters"
	| "letter-addresses"
	| "reviews"
	| "my-links"
	| "my-links-unsent"
	| "givers"
	| "givers-unpaid"
	| "givers-unsent"
	| "donation-links"
	| "bank-lines";

const days = {
	submissions: submissionDays,
	caps: 7,
	deliveries: 90,
	failures: 30,
	reports: 90,
	names: 30,
	workplaces: 7,
	keys: 30,
	// After the campaign's end: asked, then not heard of.
	subscriptions: stayDays.untilAsked + stayDays.silence,
	rsvps: 14,
	"hosts-unverified": 7,
	hosts: hostDays,
	endorsements: 30,
	links: 7,
	attempts: 7,
	// Stripe itself lists its events for thirty days (docs.stripe.com/api/events).
	"stripe-events": 35,
	// Open for 35 minutes, and looked at for some days after if Stripe does not say that it is over.
	checkouts: 7,
	invitations: 30,
	letters: 365,
	answered: 30,
	unanswered: 183,
	"letter-addresses": 30,
	reviews: 365,
	// A direct debit that nobody allowed is taken back for thirteen months (Directive (EU) 2015/2366, article 71).
	givers: 400,
	"givers-unpaid": 60,
	"donation-links": 30,
	beneficiaries: 180,
};

// The columns of `beneficiaries`. A fund may keep them longer where its holder's law asks for it.
const keptDays = sql`coalesce((select keep_days from aid_rules a where a.campaign_id = beneficiaries.campaign_id), ${days.beneficiaries}::int)`;
const beneficiaryOver = sql<SqlBool>`erased_on is null and entered_on + ${keptDays} < current_date
	and not exists (select from aid_requests r where r.beneficiary_id = beneficiaries.id and (
		r.state not in ('delivered', 'cancelled') or coalesce(r.delivered_on, r.cancelled_on) + ${keptDays} >= current_date))`;

const submissionOver = sql<SqlBool>`created_on + ${days.submissions}::int < current_date`;

// Closed by hand or by its time, whichever came first.
const petitionOver = sql<SqlBool>`handed_in_at <= now()
	or least(closed_at, closes_at) + make_interval(days => ${days.names}::int) < now()`;
const petitionsOver = sql`select id from petitions where anonymised_at is not null or ${petitionOver}`;

// Over or called off, whichever came first.
const ofPicketsOver = sql<SqlBool>`picket_id in (
	select id from pickets where least(ends_at, cancelled_at) + make_interval(days => ${days.rsvps}::int) < now())`;
const hostsOver = sql`select id from pickets where ends_at + make_interval(days => ${days.hosts}::int) < now()`;
const hostMails: readonly MailKind[] = ["confirm-picket", "picket-listed", "picket-refused"];
// What nobody has confirmed, and what somebody had; the columns of `picket_rsvps`.
const rsvpDropped = sql<SqlBool>`(state = 'pending' and (created_on + ${pendingDays}::int < current_date or ${ofPicketsOver}))`;
const rsvpOver = sql<SqlBool>`(state <> 'pending' and ${ofPicketsOver})`;
// Withdrawn or refused, or put together with another one.
const endorsementOver = sql<SqlBool>`coalesce(ended_on, merged_on) + ${days.endorsements}::int < current_date`;
// The columns of `organisations`: all that it has endorsed is over; and it is still needed by others.
const organisationOver = sql<SqlBool>`(exists (select from endorsements e where e.organisation_id = organisations.id)
	and not exists (select from endorsements e where e.organisation_id = organisations.id and (${endorsementOver}) is not true))`;
const organisationHolds = sql<SqlBool>`(exists (select from organisations below where below.parent_id = organisations.id)
	or exists (select from endorsements m join endorsements e on e.id = m.merged_into where e.organisation_id = organisations.id))`;
const endorsementMails: readonly MailKind[] = [
	"confirm-endorsement",
	"endorsement-how-went",
	"endorsement-shown",
	"endorsement-refused",
];
const picketMails: readonly MailKind[] = [
	"confirm-rsvp",
	"picket-changed",
	"picket-cancelled",
	"picket-reminder",
	"picket-message",
	"picket-let-in",
	"picket-not-let-in",
];

// The columns of `donations`: whom it names is still kept; a monthly gift goes on; something of it has arrived or may.
const giverKept = sql<SqlBool>`num_nonnulls(sealed, fingerprint, token_hash) > 0`;
const monthlyOn = sql<SqlBool>`exists (select from monthly_gifts m
	where m.donation_id = donations.id and coalesce(m.ended_on + ${days.givers}::int >= current_date, true))`;
const hasGift = sql<SqlBool>`exists (select from gifts g where g.donation_id = donations.id and g.failed_on is null)`;
const giverEmptied = sql`sealed = null, fingerprint = null, token_hash = null`;
const giverMails: readonly MailKind[] = [
	"gift-receipt",
	"gift-transfer",
	"gift-failed",
	"gift-returned",
	"monthly-failed",
	"monthly-recovered",
	"monthly-changed",
	"monthly-ended",
];

/** Every rule, in the order in which they run. Days and moments are the database's, in UTC. */
export const rules: readonly RetentionRule[] = [
	{
		name: "submissions",
		days: days.submissions,
		ending: { table: "submissions", due: submissionOver, by: sql`created_on` },
	},
	{
		name: "unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = 'confirm-signature')
				and not exists (select from submissions where id = subject_id and not (${submissionOver}))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "caps",
		days: days.caps,
		ending: { table: "email_caps", due: sql`day + ${days.caps}::int < current_date` },
	},
	{
		name: "deliveries",
		days: days.deliveries,
		ending: { table: "email_deliveries", due: sql`done_on + ${days.deliveries}::int < current_date`, by: sql`id` },
	},
	{
		name: "deliveries-unknown",
		days: days.deliveries,
		ending: {
			table: "email_deliveries",
			due: sql`lane = 'bulk' and state = 'unknown' and message_id in (
				select id from email_messages where lane = 'bulk'
					and finished_at + make_interval(days => ${days.deliveries}::int) < now())`,
		},
	},
	{
		name: "failures",
		days: days.failures,
		ending: { table: "email_failures", due: sql`day + ${days.failures}::int < current_date` },
	},
	{
		name: "reports",
		days: days.reports,
		ending: { table: "email_reports", due: sql`taken_on + ${days.reports}::int < current_date` },
	},
	{
		name: "suppressions",
		days: 0,
		ending: { table: "email_suppressions", due: sql`expires_on < current_date` },
	},
	{
		name: "blocks",
		days: 0,
		ending: { table: "blocks", due: sql`expires_on < current_date` },
	},
	{
		name: "workplaces",
		days: days.workplaces,
		ending: {
			table: "signatures",
			due: sql`domain_fingerprint is not null and state = 'confirmed' and confirmed_on + ${days.workplaces}::int < current_date`,
			emptied: sql`domain_fingerprint = null`,
		},
	},
	{
		name: "names",
		days: days.names,
		ending: {
			// From here on nobody withdraws, and what a straggler still adds goes with the next run.
			first: sql`update petitions set anonymised_at = now() where anonymised_at is null and (${petitionOver})`,
			table: "signatures",
			due: sql`fingerprint is not null
				and petition_id in (${petitionsOver})`,
			emptied: sql`fingerprint = null, domain_fingerprint = null, withdraw_hash = null, sealed = null,
				listed = false, line = 'none'`,
		},
	},
	{
		name: "endorsements-unverified",
		days: days["hosts-unverified"],
		ending: {
			// With its claim: each has a body of its own until the desk puts two together.
			table: "organisations",
			due: sql`id in (select organisation_id from endorsements
				where state = 'unverified' and created_on + ${days["hosts-unverified"]}::int < current_date)`,
		},
	},
	{
		name: "endorsements",
		days: days.endorsements,
		ending: {
			// Before the petition's key goes, under which the address can be found.
			table: "endorsements",
			due: sql`num_nonnulls(contact_sealed, words_sealed) > 0
				and (${endorsementOver} or petition_id in (
					select id from petitions where anonymised_at + make_interval(days => ${days.endorsements}::int) < now()))`,
			emptied: sql`contact_sealed = null, words_sealed = null, fingerprint = null, token_hash = null`,
		},
	},
	{
		name: "organisations",
		days: days.endorsements,
		ending: {
			// What others stand below, or were put together with, stays in its place without its name.
			first: sql`update organisations set name = '–', web = null where name <> '–' and ${organisationOver} and ${organisationHolds}`,
			table: "organisations",
			due: sql`${organisationOver} and not ${organisationHolds}`,
		},
	},
	{
		name: "endorsements-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = any (${[...endorsementMails]}::text[]))
				and not exists (select from endorsements e left join endorsement_mails m on m.endorsement_id = e.id
					where e.contact_sealed is not null and subject_id in (e.id, m.id))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "hand-in-lists",
		days: 0,
		// Beside a list that was handed in they would give anonymised signatures their names back.
		ending: {
			table: "handin_rows",
			due: sql`handin_id in (select id from handins where petition_id in (
				select id from petitions where anonymised_at is not null))`,
		},
	},
	{
		name: "verdicts",
		days: 0,
		ending: {
			table: "domain_verdicts",
			due: sql`petition_id in (${petitionsOver})`,
		},
	},
	{
		name: "keys",
		days: days.keys,
		ending: {
			table: "petitions",
			due: sql`key_sealed is not null and anonymised_at + make_interval(days => ${days.keys}::int) < now()`,
			emptied: sql`key_sealed = null`,
		},
	},
	{
		name: "links",
		days: days.links,
		ending: {
			table: "organiser_links",
			due: sql`coalesce(used_at, expires_at) + make_interval(days => ${days.links}::int) < now()`,
		},
	},
	{
		name: "stripe-events",
		days: days["stripe-events"],
		ending: {
			table: "stripe_events",
			due: sql`payload_sealed is not null and received_on + ${days["stripe-events"]}::int < current_date`,
			emptied: sql`payload_sealed = null, not_before = null, state = case state when 'new' then 'left' else state end`,
		},
	},
	{
		name: "checkouts",
		days: days.checkouts,
		ending: {
			table: "checkouts",
			// On which a gift was paid, it ends with what is held of its giver.
			due: sql`exists (select from donations d where d.id = donation_id
				and d.made_on + case state when 'complete' then ${days.givers}::int else ${days.checkouts}::int end < current_date)`,
		},
	},
	{
		name: "checkout-starts",
		days: 0,
		// The next gift ends them too, where one comes.
		ending: { table: "checkout_starts", due: sql`started_at < now() - interval '1 hour'` },
	},
	{ name: "previews", days: 0, ending: { table: "previews", due: sql`expires_at < now()` } },
	{ name: "sessions", days: 0, ending: { table: "organiser_sessions", due: sql`ends_at < now()` } },
	{
		name: "attempts",
		days: days.attempts,
		ending: {
			table: "sign_in_attempts",
			due: sql`last_at + make_interval(days => ${days.attempts}::int) < now()`,
		},
	},
	{
		name: "invitations",
		days: days.invitations,
		ending: {
			table: "organisers",
			due: sql`state = 'invited' and created_on + ${days.invitations}::int < current_date
				and not exists (select from organiser_links where organiser_id = id and expires_at > now())`,
		},
	},
	{ name: "my-links", days: 1, ending: { table: "my_links", due: sql`expires_at < now()` } },
	{
		name: "my-links-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind in ('my-link', 'donation-link'))
				and not exists (select from my_links where id = subject_id and expires_at >= now())`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "givers",
		days: days.givers,
		ending: {
			table: "donations",
			due: sql`${giverKept} and ${hasGift} and not ${monthlyOn} and not exists (
				select from gifts g where g.donation_id = donations.id and g.given_on + ${days.givers}::int >= current_date)`,
			emptied: giverEmptied,
		},
	},
	{
		name: "givers-unpaid",
		days: days["givers-unpaid"],
		ending: {
			table: "donations",
			due: sql`${giverKept} and not ${hasGift} and not ${monthlyOn}
				and made_on + ${days["givers-unpaid"]}::int < current_date`,
			emptied: giverEmptied,
		},
	},
	{
		name: "givers-unsent",
		days: 0,
		ending: {
			// Which customer of Stripe's it was goes with the address.
			first: sql`update monthly_gifts set customer = null where customer is not null
				and donation_id in (select id from donations where not ${giverKept})`,
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = any (${[...giverMails]}::text[]))
				and not exists (select from donation_mails m join donations on donations.id = m.donation_id
					where m.id = subject_id and donations.sealed is not null)`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "bank-lines",
		days: days.givers,
		ending: {
			table: "bank_lines",
			due: sql`sealed is not null and booked_on + ${days.givers}::int < current_date`,
			emptied: sql`sealed = null`,
		},
	},
	{
		name: "donation-links",
		days: days["donation-links"],
		ending: {
			table: "donation_links",
			due: sql`expires_on + ${days["donation-links"]}::int < current_date
				or donation_id in (select id from donations where not ${giverKept})`,
		},
	},
	{
		name: "letter-addresses",
		days: days["letter-addresses"],
		ending: {
			table: "letters",
			due: sql`address_sealed is not null and created_on + ${days["letter-addresses"]}::int < current_date`,
			emptied: sql`address_sealed = null`,
		},
	},
	{
		name: "letters",
		days: days.letters,
		ending: {
			// The note of a shift goes with what it was about.
			first: sql`update campaign_moderation set note_sealed = null, note_by = null, note_on = null
				where note_on + ${days.letters}::int < current_date`,
			table: "letters",
			due: sql`case when suspect then created_on + ${days.answered}::int
				when kind = 'contact' then least(answered_on + ${days.answered}::int, created_on + ${days.unanswered}::int)
				else created_on + ${days.letters}::int end < current_date`,
		},
	},
	{
		name: "reviews",
		days: days.reviews,
		ending: { table: "review_items", due: sql`decided_on + ${days.reviews}::int < current_date` },
	},
	{
		name: "pickets-unverified",
		days: days["hosts-unverified"],
		ending: {
			table: "pickets",
			due: sql`state = 'unverified' and created_on + ${days["hosts-unverified"]}::int < current_date`,
		},
	},
	{
		name: "hosts-unverified",
		days: days["hosts-unverified"],
		ending: {
			table: "picket_hosts",
			due: sql`state <> 'active' and created_on + ${days["hosts-unverified"]}::int < current_date`,
		},
	},
	{
		name: "hosts",
		days: days.hosts,
		ending: {
			first: sql`delete from picket_proposals where picket_id in (select id from pickets where ends_at < now())`,
			table: "picket_hosts",
			due: sql`picket_id in (${hostsOver})`,
		},
	},
	{
		name: "hosts-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages where kind = any (${[...hostMails]}::text[]))
				and not exists (select from picket_hosts where id = subject_id)`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "trusted-hosts",
		days: days.hosts,
		ending: {
			table: "trusted_hosts",
			due: sql`campaign_id in (
				select id from campaigns where closed_at + make_interval(days => ${days.hosts}::int) < now())`,
		},
	},
	{
		name: "picket-changes",
		days: days.hosts,
		ending: { table: "picket_changes", due: sql`picket_id in (${hostsOver})` },
	},
	{
		name: "picket-photos",
		days: days.hosts,
		ending: {
			// Words that are on no page, and will not be, go with the photos that are not.
			first: sql`delete from picket_reports where state <> 'shown' and picket_id in (${hostsOver})`,
			table: "picket_photos",
			due: sql`state <> 'shown' and picket_id in (${hostsOver})`,
		},
	},
	{
		name: "picket-keys",
		days: days.hosts,
		ending: {
			table: "pickets",
			due: sql`num_nonnulls(key_sealed, meeting_point_sealed) > 0 and id in (${hostsOver})`,
			emptied: sql`key_sealed = null, meeting_point_sealed = null`,
		},
	},
	{ name: "rsvps-pending", days: pendingDays, ending: { table: "picket_rsvps", due: rsvpDropped } },
	{ name: "rsvps", days: days.rsvps, ending: { table: "picket_rsvps", due: rsvpOver } },
	{
		name: "rsvps-told",
		days: days.rsvps,
		// A worker that was away for long leaves reminders of what is over.
		ending: {
			first: sql`delete from picket_reminders where ${ofPicketsOver}`,
			table: "picket_facts",
			due: ofPicketsOver,
		},
	},
	{ name: "rsvps-messages", days: days.rsvps, ending: { table: "picket_messages", due: ofPicketsOver } },
	{
		name: "rsvps-unsent",
		days: 0,
		ending: {
			table: "email_deliveries",
			// The last mail to who was not let in is about nobody any more: only one that hangs in doubt ends here.
			due: sql`state in ('queued', 'deferred', 'unknown')
				and message_id in (select id from email_messages
					where kind = any (${[...picketMails]}::text[]) and (kind <> 'picket-not-let-in' or state = 'unknown'))
				and not exists (select from picket_rsvps r where r.id = subject_id and not (${rsvpDropped} or ${rsvpOver}))
				and not exists (select from picket_mails m join picket_rsvps r on r.id = m.rsvp_id
					where m.id = subject_id and not (${rsvpDropped} or ${rsvpOver}))`,
			emptied: sql`state = 'cancelled', params_sealed = null, not_before = null, done_on = current_date`,
		},
	},
	{
		name: "subscriptions",
		days: days.subscriptions,
		ending: {
			table: "subscriptions",
			due: sql`asked_on is not null and keep_until < current_date`,
			erasedAs: "subscription",
		},
	},
	{
		name: "digest-mailboxes",
		days: days.names,
		ending: {
			table: "digest_mailboxes",
			due: sql`petition_id in (
				select id from petitions where anonymised_at + make_interval(days => ${days.names}::int) < now())`,
		},
	},
	{
		name: "beneficiaries",
		days: days.beneficiaries,
		ending: {
			// Their words go with a trigger, and their keys right after the run (`destroyErasedKeys`).
			table: "beneficiaries",
			due: beneficiaryOver,
			emptied: sql`locked = null, erased_on = current_date`,
		},
	},
	// `holdDomains` ends them.
	{ name: "domains", days: 1 },
	{ name: "consents", days: 0 },
	{ name: "erasures", days: 0 },
	// Postgres ends no row of it: nothing in it names anybody.
	{ name: "books", days: 0 },
	// `pruneAudit` ends it: only Postgres's own function may.
	{ name: "audit", days: 365 },
];
