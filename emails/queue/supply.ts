import type { Db } from "#db/client.ts";
import { type Claimed, release } from "./claim.ts";
import type { OpenedMail } from "./open-mail.ts";
import type { Source } from "./source.ts";

const CLAIM = 500;
// The next claim begins while so many are still left to send.
const AHEAD = 200;

/** The mails that one lane has claimed and not yet marked. */
export interface Supply {
	/**
	 * Claims when there is nothing left, and ahead of need when there is little.
	 * @returns how many there are
	 */
	fill(): Promise<number>;
	/** Takes the next window, oldest first, no address twice. */
	take(size: number): OpenedMail[];
	/** There is nothing left, and the last claim found no more, or no more that may go now. */
	drained(): boolean;
	/** Puts everything back into the queue. */
	release(): Promise<void>;
}

/**
 * @param source where mails are claimed
 * @param lease seconds for which a claim holds
 * @param open opens a seal; null when that cannot be done now
 */
export function supply(
	db: Db,
	source: Source,
	worker: string,
	lease: number,
	open: (row: Claimed) => OpenedMail | null,
): Supply {
	let sealed: Claimed[] = [];
	/** Opened, and put off because the window had their address already. */
	let opened: OpenedMail[] = [];
	let claiming: Promise<void> | undefined;
	/** The last claim found all that there was for now. */
	let exhausted = false;

	function refill(): Promise<void> {
		claiming ??= source(worker, CLAIM, lease)
			.then(({ rows, more }) => {
				sealed = [...sealed, ...rows];
				exhausted = !more;
			})
			.finally(() => {
				claiming = undefined;
			});
		return claiming;
	}

	function openNext(): OpenedMail | undefined {
		for (let row = sealed.shift(); row; row = sealed.shift()) {
			const mail = open(row);
			if (mail) return mail;
		}
		return undefined;
	}

	const left = () => opened.length + sealed.length;

	return {
		async fill() {
			if (left() === 0) await refill();
			// Its failure is met when there is nothing left.
			else if (left() < AHEAD && !exhausted) refill().catch(() => undefined);
			return left();
		},
		take(size) {
			const window = new Map<string, OpenedMail>();
			const later: OpenedMail[] = [];
			while (window.size < size) {
				const mail = opened.shift() ?? openNext();
				if (!mail) break;
				const key = mail.fingerprint.toString("base64");
				if (window.has(key)) later.push(mail);
				else window.set(key, mail);
			}
			opened = [...later, ...opened];
			return [...window.values()];
		},
		drained: () => left() === 0 && exhausted,
		async release() {
			await claiming?.catch(() => undefined);
			sealed = [];
			opened = [];
			await release(db, worker);
		},
	};
}
