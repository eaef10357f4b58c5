import { roles } from "../access.ts";
import type { Action } from "../approvals/action.ts";
import { recordAct } from "../audit/record.server.ts";
import { isLock, removeLock } from "./locks.server.ts";

/** Lifting what any one organiser has stopped: any two of them. */
export const liftLock: Action = {
	of: "installation",
	ask: roles,
	agree: roles,
	hours: 0,
	tells: "everyone",
	whileLocked: true,
	noStepUp: true,
	final: true,
	// Who has locked everybody out does not keep them out.
	async barred(db, subject) {
		const lock = await db.selectFrom("site_locks").select("set_by").where("what", "=", subject).executeTakeFirst();
		return lock?.set_by ? [lock.set_by] : [];
	},
	async facts(db, subject) {
		if (!isLock(subject)) return null;
		const lock = await db.selectFrom("site_locks").select("what").where("what", "=", subject).executeTakeFirst();
		return lock ? {} : null;
	},
	async perform(trx, { subject }) {
		if (!isLock(subject) || !(await removeLock(trx, subject))) return { state: "failed", reason: "not-locked" };
		await recordAct(trx, { actor: null, act: "lock.lifted", about: subject });
		return { state: "done" };
	},
};
