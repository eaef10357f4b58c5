import { type BackOff, backOff } from "#db/back-off.ts";
import type { Attempt } from "./attempt.ts";
import type { Connection, Envelope } from "./connection.ts";

// Some relays cut sessions short; a fresh one now and then costs nothing.
const MAILS_PER_CONNECTION = 1_000;
// Relays drop idle sessions after some minutes; ours go first.
const IDLE_MS = 30_000;

/** The connections of one lane. */
export interface Pool {
	/**
	 * Sends when a connection is free. Never rejects.
	 * @param begin by when it must begin (`performance.now()`), else `not-begun`
	 */
	send(envelope: Envelope, message: string, begin: number): Promise<Attempt>;
	/** Whether the relay can be reached now: an idle connection, or a new one. */
	reach(): Promise<boolean>;
	/** Milliseconds for which the relay is left alone. */
	pause(): number;
	/** Says how a mail fared, for the pause. */
	heard(relayFault: boolean): void;
	/** Drops every connection at once. */
	close(): void;
}

interface Waiting {
	take(connection: Connection | null): void;
}

/** @param size the most connections at a time */
export function connectionPool(open: () => Promise<Connection>, size: number, trouble: BackOff = backOff()): Pool {
	const idle = new Map<Connection, NodeJS.Timeout>();
	const all = new Set<Connection>();
	const waiting: Waiting[] = [];
	let opening = 0;
	let closed = false;

	/** A connection for one mail, null when the relay cannot be reached. */
	function borrow(): Promise<Connection | null> {
		const free = takeIdle();
		if (free) return Promise.resolve(free);
		return new Promise((take) => {
			waiting.push({ take });
			if (all.size + opening < size) void openOne();
		});
	}

	function takeIdle(): Connection | undefined {
		for (const [connection, timer] of idle) {
			clearTimeout(timer);
			idle.delete(connection);
			if (connection.usable()) return connection;
			all.delete(connection);
		}
		return undefined;
	}

	async function openOne() {
		opening++;
		try {
			if (trouble.left() > 0) throw new Error("the relay is left alone");
			const connection = await open();
			all.add(connection);
			if (closed) connection.close();
			giveBack(connection);
		} catch {
			trouble.failed();
			// Whoever waits would only wait for the same relay.
			if (all.size === 0) for (const { take } of waiting.splice(0)) take(null);
		} finally {
			opening--;
		}
	}

	function giveBack(connection: Connection) {
		if (closed || !connection.usable() || connection.used() >= MAILS_PER_CONNECTION) {
			connection.close();
			all.delete(connection);
			if (waiting.length > 0 && !closed) void openOne();
			return;
		}
		const next = waiting.shift();
		if (next) next.take(connection);
		else idle.set(connection, setTimeout(() => retire(connection), IDLE_MS).unref());
	}

	function retire(connection: Connection) {
		idle.delete(connection);
		all.delete(connection);
		connection.close();
	}

	async function send(envelope: Envelope, message: string, begin: number): Promise<Attempt> {
		const connection = await borrow();
		if (!connection) return { kind: "unreachable" };
		const attempt = await connection.send(envelope, message, begin);
		giveBack(connection);
		// The relay had ended an idle session: no fault, and no body left us.
		const stale = attempt.kind === "lost" && !attempt.inDoubt && connection.used() > 1;
		return stale ? send(envelope, message, begin) : attempt;
	}

	return {
		send,
		async reach() {
			if (trouble.left() > 0) return false;
			const connection = await borrow();
			if (connection) giveBack(connection);
			return connection !== null;
		},
		pause: () => trouble.left(),
		heard(relayFault) {
			if (relayFault) trouble.failed();
			else trouble.worked();
		},
		close() {
			closed = true;
			for (const timer of idle.values()) clearTimeout(timer);
			for (const connection of all) connection.close();
			for (const { take } of waiting.splice(0)) take(null);
			all.clear();
			idle.clear();
		},
	};
}
