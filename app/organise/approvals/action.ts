import type { Settings } from "#app/env.server.ts";
import type { Log } from "#app/log.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { Role } from "../access.ts";

/** Numbers and closed words: what organisers decide by, and what the audit log keeps. */
export type Facts = Readonly<Record<string, number | string>>;

/** What people compare by eye before they agree. */
export interface Words {
	/** The organiser whom it is about. */
	person?: string;
	/** The account that givers are shown, and the one that they would be. */
	accounts?: { now: Account | null; next: Account };
}

interface Account {
	mode: string | null;
	holder: string | null;
	iban: string | null;
	url: string | null;
}

/** An approval on its way to being performed. */
export interface Agreed {
	id: string;
	/** Null for what concerns the whole installation. */
	campaignId: number | null;
	/** What it is about: an id or a slug. */
	subject: string;
	askedBy: string;
	agreedBy: string;
}

/** What the worker has at hand. */
export interface Performer {
	db: Db;
	keys: KeyRing;
	settings: Settings;
	log: { info: Log; warn: Log; error: Log };
}

/** What performing came to. A reason is a closed word: lower case and hyphens. */
export type Performed = { state: "done"; figures?: Facts } | { state: "failed"; reason: string };

/** One thing that takes two organisers: a row of actions.server.ts. Who agrees is always another than who asked. */
export interface Action {
	/** Of one campaign; or of the installation, and then whoever has the role in any campaign. */
	of: "campaign" | "installation";
	ask: readonly Role[];
	agree: readonly Role[];
	/** Hours between agreeing and performing, in which anybody may still stop it. */
	hours: number;
	/** Who hears by mail that it was asked for; of what waits hours, everybody hears again when it is agreed to. */
	tells: "who may agree" | "everyone";
	/** Goes on while all sessions are locked. */
	whileLocked?: true;
	/** Who agrees needs no second factor of the last ten minutes: it has to be quick, and gives nothing away. */
	noStepUp?: true;
	/** Once two agreed nobody stops it. */
	final?: true;
	/** Who asks and who agrees did not come in by the same hand, when it is agreed to and when it is performed: as Postgres tells by `are_apart`. */
	apart?: true;
	/** Whose own affair it is: these refuse it to nobody. Ids of organisers. */
	barred?(db: Db, subject: string): Promise<readonly string[]>;
	/** What there is to decide by that no log and no mail may hold; shown to who may agree or refuse. */
	words?(db: Db, keys: KeyRing, subject: string, campaignId: number | null): Promise<Words | null>;
	/**
	 * What there is to decide by.
	 * @returns null when there is no such subject (in that campaign) about which this can be asked
	 */
	facts(db: Db, subject: string, campaignId: number | null): Promise<Facts | null>;
	/**
	 * Whether it could still be asked about this subject. Where finding the facts takes long: pages then show those of when
	 * it was asked for.
	 */
	stands?(db: Db, subject: string, campaignId: number | null): Promise<boolean>;
	/**
	 * Long work, done before `perform` and outside of its transaction: it may be killed at any point, is then begun again,
	 * and twice at once does what once does. Once it has begun nobody stops it.
	 */
	work?(performer: Performer, approval: Agreed, signal: AbortSignal): Promise<Performed | { state: "interrupted" }>;
	/** In the one transaction that marks it done: it happens once. Postgres alone; whoever needs more has `work`. */
	perform?(trx: Db, approval: Agreed): Promise<Performed>;
}
