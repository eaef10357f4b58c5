import { freezeAudience } from "#app/mailings/sending/freeze.server.ts";
import { draftMailing, startMailing } from "#app/mailings/sending/mailing.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { connect, type Db } from "#db/client.ts";
import { type Mailer, type MailerOptions, startMailer } from "#emails/queue/mailer.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { crowd, type MailedCampaign, mailedCampaign, subscribeMany } from "#tests/support/mailings.ts";
import { mailingText } from "./mailing-sample.ts";
import { from, keys, localeOf, senderName } from "./sample.ts";

/** MAIL_MAX_UPDATES: benches send more often than anybody may. */
export const NO_CAP = 1_000_000;

/** A campaign with subscribers, and its mailings. */
export interface MailingQueue {
	db: Db;
	campaign: MailedCampaign;
	/** Subscribes so many more people, in turns of two languages. */
	subscribe(people: number): Promise<void>;
	/** Freezes a new mailing to all of them, which waits. @returns its number */
	freeze(): Promise<number>;
	/** Lets a mailing go. */
	go(id: number): Promise<void>;
	stop(): Promise<void>;
}

export async function mailingQueue(databaseUrl: string): Promise<MailingQueue> {
	const db = connect(databaseUrl, { max: 5, statementTimeout: 120_000, onError: () => undefined });
	const campaign = await mailedCampaign(db, keys);
	let subscribed = 0;
	return {
		db,
		campaign,
		async subscribe(people) {
			for (let left = people; left > 0; left -= 10_000) {
				const some = crowd(Math.min(left, 10_000), `s${subscribed}.example.org`);
				await subscribeMany(
					db,
					keys,
					campaign,
					some.map((one, i) => ({ ...one, locale: localeOf(i) })),
				);
				subscribed += some.length;
			}
		},
		async freeze() {
			const renditions = [0, 1].map((n) => ({ locale: localeOf(n), ...campaignMail(mailingText(n), localeOf(n)) }));
			const id = await draftMailing(db, { campaignId: campaign.id, kind: "update", audience: {}, renditions });
			await startMailing(db, id);
			await freezeAudience(db, id, NO_CAP);
			return id;
		},
		async go(id) {
			await db.updateTable("email_messages").set({ status: "sending" }).where("id", "=", id).execute();
		},
		stop: () => db.destroy(),
	};
}

/** A mailer of the product, as the worker has it. */
export function mailingMailer(
	options: Pick<MailerOptions, "db" | "databaseUrl" | "smtpUrl" | "log"> & { keys?: KeyRing },
): Promise<Mailer> {
	return startMailer({
		keys,
		...options,
		from,
		senderName,
		origin: "https://campaign.example",
		cap: { day: 3, week: 6 },
		rates: { relay: 0, perDomain: 0 },
	});
}
