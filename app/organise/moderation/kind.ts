import type { App } from "#app/context.ts";
import type { Locale, MessageKey } from "#app/i18n/translate.ts";
import type { Outcome } from "#app/moderation/transition.ts";
import type { Db } from "#db/client.ts";

/** A photo that a moderator looks at. */
export interface ViewPhoto {
	id: string;
	/** What can be seen, in words, in a language (BCP 47). */
	alternative: string;
	language: string;
	width: number;
	height: number;
	state: "waiting" | "shown";
}

/** What a moderator reads of an item. Plain text: never shown as Markdown or HTML. */
export interface View {
	title: string;
	/** In the order in which they are read; each with the language it is in, where it is not the item's own. */
	texts: readonly { label: string; text: string; locale?: Locale }[];
	/** Short facts beneath: label and value. */
	facts?: readonly { label: string; value: string }[];
	/** Each can be taken away by itself. */
	photos?: readonly ViewPhoto[];
	/** Where it is shown, or would be: a path of the site. */
	link?: `/${string}`;
	/** The page of the desk, after its campaign, on which a part of it can be hidden. */
	desk?: "names" | "lines";
	/** Sealed to the committee's key: to be copied out and opened elsewhere. */
	sealed?: string;
	/** Which of the kind's decisions it has, where not all; the first stands first. */
	decisions?: readonly string[];
	/** Whether somebody waits for an answer, and left an address. */
	answerable?: boolean;
}

/** A button of an item. At most two are large: the first that shows and the first that hides. */
export interface Decision {
	/** Lower-case words with dashes: what the button posts, and what is kept. */
	name: string;
	/** The button's words. */
	label: MessageKey;
	outcome: Outcome;
}

export interface Decider {
	/** The organiser's id. */
	id: string;
}

/** Whom a ready answer goes to. */
export interface Addressee {
	to: string;
	locale: Locale;
}

/** A kind of item of the queue: what is read, what can be decided, and what a decision does. */
export interface Kind {
	/** What it is, in the list. */
	label: MessageKey;
	decisions: readonly Decision[];
	/** Null when its subject is gone, or is another campaign's: the item is closed then. */
	view(app: App, campaignId: number, subjectId: string, locale: Locale): Promise<View | null>;
	/**
	 * Does what was decided, in the transaction in which the item is decided.
	 * @param campaignId the campaign of the item: what is another's is left alone
	 */
	decide(app: App, trx: Db, campaignId: number, subjectId: string, decision: Decision, by: Decider): Promise<void>;
	/** Where an answer goes; a kind without it has nobody to answer. */
	addressee?(app: App, db: Db, campaignId: number, subjectId: string): Promise<Addressee | null>;
}

/** The decisions that an item has as it stands, the first of them first. */
export function decisionsOf({ decisions }: Kind, view: View): readonly Decision[] {
	return decisions.filter(({ name }) => view.decisions?.includes(name) ?? true);
}
