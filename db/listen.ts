import pg from "pg";
import { backOff, POSTGRES_BACK_MS } from "./back-off.ts";
import { within } from "./within.ts";

/** What whoever listens is told. */
export interface Listener {
	/** Something was sent on the channel, or may have been before the connection opened, again or for the first time. */
	notified(): void;
	/** The connection is lost or could not be opened: what is sent from now on is missed. May come twice. */
	lost?(): void;
}

/**
 * Listens to the NOTIFYs of a channel over a connection of its own that it opens again whenever it is lost;
 * what was missed meanwhile is the caller's polling to find.
 * @param url a direct or session-mode connection
 * @returns stops listening
 */
export function listen(url: string, channel: string, { notified, lost }: Listener): () => Promise<void> {
	const trouble = backOff(POSTGRES_BACK_MS);
	let stopped = false;
	let client: pg.Client | undefined;
	let timer: NodeJS.Timeout | undefined;

	async function open() {
		const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, keepAlive: true });
		client = fresh;
		// Both come for one fault, in either order.
		let gone = false;
		const again = () => {
			if (gone || stopped) return;
			gone = true;
			lost?.();
			trouble.failed();
			timer = setTimeout(() => void open(), trouble.left());
			fresh.end().catch(() => undefined);
		};
		fresh.on("error", again);
		fresh.on("end", again);
		fresh.on("notification", notified);
		try {
			await fresh.connect();
			await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
			trouble.worked();
			// Something may have come between the connections.
			notified();
		} catch {
			again();
		}
	}

	void open();
	return async () => {
		stopped = true;
		clearTimeout(timer);
		if (client) await within(2_000, client.end());
	};
}
