import { carryOn } from "#app/petitions/abuse/invalidation-steps.server.ts";
import type { Invalidation } from "#app/petitions/abuse/invalidations.server.ts";
import type { Db } from "#db/client.ts";
import { SettingError } from "../env.server.ts";
import { interruptible } from "./interruptible.ts";

/** Milliseconds between two words about how far it is. */
const SAY_EVERY = 2_000;

/**
 * Does or undoes an invalidation, says how far it is, and at Ctrl-C how to go on.
 * @throws SettingError when there is none of that number
 */
export async function stepByStep(db: Db, id: number): Promise<void> {
	let last = performance.now();
	const end = await interruptible((signal) =>
		carryOn(db, id, {
			signal,
			onStep(now) {
				if (performance.now() - last < SAY_EVERY) return;
				last = performance.now();
				process.stderr.write(`${sayOf(now)}; Ctrl-C stops after this step\n`);
			},
		}),
	);
	if (!end) throw new SettingError(`there is no invalidation ${id}: petition invalidations SLUG`);
	process.stdout.write(`${sayOf(end)}${whatNext(end)}\n`);
}

function whatNext({ id, state }: Invalidation): string {
	if (state === "running" || state === "undoing") return `; petition resume-invalidation ${id} goes on`;
	return state === "undone" ? "" : `; petition undo-invalidation ${id} undoes it`;
}

/** One invalidation in a line. */
export function sayOf({ id, state, matched, invalidated, restored }: Invalidation): string {
	const brought = restored > 0 ? `, ${restored} brought back` : "";
	return `${id}  ${state}  ${invalidated} of ${matched} taken out${brought}`;
}
