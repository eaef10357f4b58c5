import { createServer, connect as open, type Server, type Socket } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAway } from "#db/away.ts";
import { connect } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

// A server that froze, or a network that swallows all: nothing is refused, and no answer comes.

let database: TestDatabase;
let wire: Server;
const sockets = new Set<Socket>();
let swallows = false;
beforeAll(async () => {
	database = await testDatabase();
	const { hostname, port } = new URL(database.url);
	wire = createServer((near) => {
		const far = open(Number(port), hostname);
		for (const [from, to] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(from);
			from.on("error", () => to.destroy()).on("close", () => to.destroy());
			from.on("data", (bytes) => void (swallows || to.write(bytes)));
		}
	}).listen(0, "127.0.0.1");
	await new Promise((resolve) => wire.once("listening", resolve));
});
afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	await new Promise((resolve) => wire.close(resolve));
	await database.drop();
});

test("whoever waits is told in time, and the next asks over another connection", async () => {
	const address = wire.address();
	const url = Object.assign(new URL(database.url), { port: typeof address === "object" ? address?.port : "" }).href;
	const db = connect(url, { max: 1, statementTimeout: 100, onError: () => undefined });
	const ask = () => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
	const [first] = (await ask()).rows;

	swallows = true;
	const told = await ask().catch((error: unknown) => error);
	expect(told).toBeInstanceOf(Error);
	expect(isAway(told)).toBe(true);
	swallows = false;
	const [next] = (await ask()).rows;
	expect(next?.pid).not.toBe(first?.pid);
	await db.destroy();
});

test("a statement that Postgres itself gave up on is told as such, and its connection is kept", async () => {
	const db = connect(database.url, { max: 1, statementTimeout: 100, onError: () => undefined });
	const pid = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;
	const first = await pid();
	const told = await sql`select pg_sleep(5)`.execute(db).catch((error: unknown) => error);
	expect(told).toMatchObject({ code: "57014" });
	expect(isAway(told)).toBe(true);
	expect(await pid()).toBe(first);
	await db.destroy();
});

test("a fault of ours is not taken for Postgres being away", async () => {
	for (const statement of [
		"select no_such_column",
		"select 1 / 0",
		"insert into signature_consents default values",
		"delete from erasures",
	]) {
		const told = await sql
			.raw(statement)
			.execute(database.db)
			.catch((error: unknown) => error);
		expect([statement, told instanceof Error, isAway(told)]).toEqual([statement, true, false]);
	}
	expect(
		[new Error("no"), Object.assign(new Error("no file"), { code: "ENOENT", syscall: "open" }), "away"].map(isAway),
	).toEqual([false, false, false]);
});
