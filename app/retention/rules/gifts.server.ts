import { type SqlBool, sql } from "kysely";
import type { MailKind } from "#emails/outbox.ts";
import type { Rule } from "./rule.server.ts";

const days = {
	// Stripe itself lists its events for thirty days (docs.stripe.com/api/events).
	"stripe-events": 35,
	// Open for 35 minutes, and looked at for some days after if Stripe does not say that it is over.
	checkouts: 7,
	// A direct debit that nobody allowed is taken back for thirteen months (Directive (EU) 2015/2366, article 71).
	givers: 400,
	"givers-unpaid": 60,
	"donation-links": 30,
};

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

/** Gifts and who gave them: what the books do not need. */
export const giftRules = [
	{
		name: "checkout-starts",
		days: 0,
		// The next gift ends them too, where one comes.
		ending: { table: "checkout_starts", due: sql`started_at < now() - interval '1 hour'` },
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
		name: "stripe-events",
		days: days["stripe-events"],
		ending: {
			table: "stripe_events",
			due: sql`payload_sealed is not null and received_on + ${days["stripe-events"]}::int < current_date`,
			emptied: sql`payload_sealed = null, not_before = null, state = case state when 'new' then 'left' else state end`,
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
		name: "donation-mails",
		days: 0,
		// Without its address nothing more is promised: `tellGiver` finds nobody, so no mail goes out a second time.
		ending: { table: "donation_mails", due: sql`donation_id in (select id from donations where not ${giverKept})` },
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
		name: "bank-lines",
		days: days.givers,
		ending: {
			table: "bank_lines",
			due: sql`sealed is not null and booked_on + ${days.givers}::int < current_date`,
			emptied: sql`sealed = null`,
		},
	},
] as const satisfies readonly Rule[];
