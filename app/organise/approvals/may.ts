import { isAmong, type Role } from "../access.ts";
import type { Action } from "./action.ts";

/** Of an approval, what decides who may do what with it. */
export interface Weighed {
	/** Null for what concerns the whole installation. */
	campaign: string | null;
	askedBy: string;
	state: string;
	/** A worker has begun on it. */
	begun: boolean;
	/** Whose own affair it is, as the action says. */
	barred: readonly string[];
}

interface Person {
	id: string;
	campaigns: ReadonlyMap<string, { roles: ReadonlySet<Role> }>;
}

/** Whether somebody may ask for an action in a campaign, or in any where it concerns all. */
export function mayAsk(action: Action, person: Person, campaign: string | null): boolean {
	return has(action.ask, person, campaign);
}

/** Whether somebody may be the second person: never who asked. */
export function mayAgree(
	action: Action,
	person: Person,
	{ campaign, askedBy, state }: Pick<Weighed, "campaign" | "askedBy" | "state">,
): boolean {
	return state === "asked" && askedBy !== person.id && has(action.agree, person, campaign);
}

/**
 * Whether somebody may refuse it, or stop it after it was agreed to: who asked, who may ask or agree, and where everyone
 * was told everyone; never whose own affair it is. What has begun as long work is not left half-way.
 */
export function mayRefuse(action: Action, person: Person, weighed: Weighed): boolean {
	const { campaign, askedBy, state, begun, barred } = weighed;
	if (barred.includes(person.id)) return false;
	const open = state === "asked" || (state === "agreed" && !action.final && !(begun && action.work));
	const theirs = askedBy === person.id || has([...action.ask, ...action.agree], person, campaign);
	const everyones = action.tells === "everyone" && isAmong("any role", person, campaign ?? undefined);
	return open && (theirs || everyones);
}

function has(roles: readonly Role[], person: Person, campaign: string | null): boolean {
	return isAmong(roles, person, campaign ?? undefined);
}
