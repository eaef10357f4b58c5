import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { htmlPage, type OpenDoor, openDoor } from "#tests/support/front-door.ts";
import { openRaw, sendRaw } from "#tests/support/raw-http.ts";

// Slow, half-closed, pipelined and broken connections get an answer or a close; stopping loses nothing accepted.

const doors: OpenDoor[] = [];
afterEach(() => Promise.all(doors.splice(0).map((door) => door.drain(500))));

/** A door whose app answers `?ms=…` later with the request's path and body. */
async function slowDoor(timeouts = { head: 300, body: 300 }) {
	const begun: string[] = [];
	const door = await openDoor({
		timeouts,
		handle: async (request) => {
			const { pathname, searchParams } = new URL(request.url);
			begun.push(pathname);
			await wait(Number(searchParams.get("ms") ?? 0));
			return htmlPage(`${pathname} ${await request.text()}`);
		},
	});
	doors.push(door);
	return { ...door, begun };
}

const get = (target: string, ...lines: string[]) =>
	`GET ${target} HTTP/1.1\r\n${["Host: localhost", ...lines].join("\r\n")}\r\n\r\n`;
const post = (length: number, body: string, ...lines: string[]) =>
	`POST /en HTTP/1.1\r\n${["Host: localhost", "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${length}`, ...lines].join("\r\n")}\r\n\r\n${body}`;

test("a head that does not end is answered 408 in time", async () => {
	const { port, begun } = await slowDoor();
	for (const start of ["G", "GET /en HTTP/1.1\r\nHost: local", "GET /en HTTP/1.1\r\nHost: localhost\r\nX: "]) {
		const began = performance.now();
		const answers = await sendRaw(port, start);
		expect(answers.map(({ status }) => status)).toEqual([408]);
		expect(performance.now() - began).toBeLessThan(1000);
	}
	expect(begun).toEqual([]);
});

test("a head sent a letter at a time is cut off too", async () => {
	const { port } = await slowDoor();
	const { socket, closed } = openRaw(port);
	const drip = setInterval(() => socket.write("a"), 20);
	socket.write("GET /en HTTP/1.1\r\nHost: localhost\r\nX: ");
	expect((await closed).map(({ status }) => status)).toEqual([408]);
	clearInterval(drip);
});

test("a body that does not end is answered 408 in words, and the app is not asked", async () => {
	const { port, begun } = await slowDoor();
	const { socket, closed } = openRaw(port);
	const drip = setInterval(() => socket.write("a"), 20);
	socket.write(post(60_000, "a=1"));
	const [answer] = await closed;
	clearInterval(drip);
	expect(answer?.status).toBe(408);
	expect(answer?.body.toString()).toContain("<h1>");
	expect(answer?.headers.get("connection")).toEqual(["close"]);
	expect(begun).toEqual([]);
});

test("of files four are read at once; a fifth is asked to come again, and may once one is done", async () => {
	const { port } = await slowDoor({ head: 5_000, body: 5_000 });
	const upload = (length: number) =>
		`POST /en/host/token/photos HTTP/1.1\r\n${["Host: localhost", "Content-Type: multipart/form-data; boundary=x", `Content-Length: ${length}`, "Expect: 100-continue", "Connection: close"].join("\r\n")}\r\n\r\n`;
	const begin = async () => {
		const connection = openRaw(port);
		connection.socket.write(upload(3));
		while (!connection.received().includes("100 Continue\r\n\r\n")) await wait(5);
		return connection;
	};
	const [first] = await Promise.all([begin(), begin(), begin(), begin()]);
	expect((await sendRaw(port, upload(3))).map(({ status }) => status)).toEqual([503]);
	// Forms are not held up by files.
	expect((await sendRaw(port, post(3, "a=1", "Connection: close"))).map(({ status }) => status)).toEqual([200]);
	first.socket.write("end");
	expect((await first.closed).map(({ status }) => status)).toEqual([100, 200]);
	(await begin()).socket.destroy();
});

test("the defaults are ten seconds for a head and twenty for a body", async () => {
	const door = await openDoor();
	doors.push(door);
	expect(door.server.headersTimeout).toBe(10_000);
	expect(door.server.requestTimeout).toBeGreaterThanOrEqual(30_000);
});

test("a refusal reaches a sender that is still sending", async () => {
	const { port, begun } = await slowDoor({ head: 10_000, body: 10_000 });
	const { socket, closed } = openRaw(port);
	socket.write(post(5_000_000, ""));
	// It looks for an answer only when it has sent much more; a connection reset by then would have none.
	socket.pause();
	for (let i = 0; i < 50; i++) socket.write("a".repeat(100_000));
	await wait(300);
	socket.resume();
	expect((await closed).map(({ status }) => status)).toEqual([413]);
	expect(begun).toEqual([]);
});

test("a refused expectation is not invited to send its body, an accepted one is", async () => {
	const { port } = await slowDoor({ head: 2000, body: 2000 });
	const refused = await sendRaw(port, post(100_000, "", "Expect: 100-continue"));
	expect(refused.map(({ status }) => status)).toEqual([413]);
	const { socket, closed, received } = openRaw(port);
	socket.write(post(3, "", "Expect: 100-continue", "Connection: close"));
	while (!received().includes("100 Continue\r\n\r\n")) await wait(5);
	socket.write("a=1");
	expect((await closed).map(({ status }) => status)).toEqual([100, 200]);
});

test("a sender that has closed its half still gets the answer", async () => {
	const { port } = await slowDoor();
	const { socket, closed } = openRaw(port);
	socket.end(get("/en?ms=100"));
	expect((await closed).map(({ status }) => status)).toEqual([200]);
});

test("a sender that leaves in the middle of its body is forgotten", async () => {
	const { port, begun, logged, server } = await slowDoor();
	for (const leave of ["end", "destroy", "resetAndDestroy"] as const) {
		const { socket, closed } = openRaw(port);
		socket.write(post(100, "a=1"));
		await wait(30);
		socket[leave]();
		const statuses = (await closed).map(({ status }) => status);
		expect(statuses).toEqual(leave === "end" ? [400] : []);
	}
	await expect.poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count)))).toBe(0);
	expect([begun, logged]).toEqual([[], []]);
});

test("a post whose sender leaves after the last byte is still carried out", async () => {
	const { port, begun } = await slowDoor();
	const { socket } = openRaw(port);
	socket.write(post(3, "a=1"));
	await wait(30);
	socket.destroy();
	await expect.poll(() => begun).toEqual(["/en"]);
});

test("pipelined requests are answered in their order, whichever is ready first", async () => {
	const { port } = await slowDoor();
	const answers = await sendRaw(port, get("/a?ms=100") + post(3, "b=1") + get("/c", "Connection: close"));
	expect(answers.map(({ body }) => body.toString())).toEqual(["/a ", "/en b=1", "/c "]);
});

test("nonsense behind a good request does not take its answer away", async () => {
	const { port } = await slowDoor();
	for (const ms of [0, 100]) {
		const answers = await sendRaw(port, `${get(`/a?ms=${ms}`)}nonsense\r\n\r\n`);
		expect(answers[0]?.body.toString()).toBe("/a ");
		expect(answers.slice(1).every(({ status }) => status === 400)).toBe(true);
	}
});

test("a body's surplus is not taken for a request", async () => {
	const { port, begun } = await slowDoor();
	const answers = await sendRaw(port, post(3, "a=1GET /smuggled\r\n\r\n"));
	expect(answers[0]?.status).toBe(200);
	expect(begun).toEqual(["/en"]);
});

test("stopping waits for what is in hand, says goodbye on it, and takes nothing new", async () => {
	const door = await slowDoor();
	const idle = openRaw(door.port);
	idle.socket.write(get("/idle"));
	const fresh = openRaw(door.port);
	const slow = openRaw(door.port);
	slow.socket.write(get("/slow?ms=400"));
	const sending = openRaw(door.port);
	sending.socket.write(post(3, "a="));
	const piped = openRaw(door.port);
	piped.socket.write(get("/one?ms=300") + get("/two") + get("/three?ms=100"));
	const half = openRaw(door.port);
	half.socket.write("GET /half HTTP/1.1\r\nHost: localho");
	await expect.poll(() => door.begun.length).toBe(5);

	const began = performance.now();
	const drained = door.drain(5000).then(() => performance.now() - began);
	await wait(50);
	sending.socket.write("1");
	half.socket.write("st\r\n\r\n");
	expect((await openRaw(door.port).closed).length).toBe(0);
	const texts = async ({ closed }: typeof slow) => (await closed).map(({ body }) => body.toString());
	expect(await texts(slow)).toEqual(["/slow "]);
	expect(await texts(sending)).toEqual(["/en a=1"]);
	expect(await texts(piped)).toEqual(["/one ", "/two ", "/three "]);
	expect(await texts(half)).toEqual(["/half "]);
	expect(await texts(idle)).toEqual(["/idle "]);
	expect(await texts(fresh)).toEqual([]);
	for (const connection of [slow, sending, piped, half])
		expect((await connection.closed).at(-1)?.headers.get("connection")).toEqual(["close"]);
	expect(await drained).toBeLessThan(2000);
});

test("stopping does not wait longer than it was told", async () => {
	const door = await slowDoor();
	const { socket, closed } = openRaw(door.port);
	socket.write(get("/slow?ms=3000"));
	await expect.poll(() => door.begun.length).toBe(1);
	const began = performance.now();
	await door.drain(200);
	expect(performance.now() - began).toBeLessThan(1000);
	expect(await closed).toEqual([]);
});

test("of a stream of requests under way when it stops, each accepted one is answered whole", async () => {
	const door = await slowDoor({ head: 5000, body: 5000 });
	const answered: string[] = [];
	const clients = Array.from({ length: 20 }, async (_, client) => {
		for (let i = 0; ; i++) {
			const request = get(`/${client}-${i}?ms=${(client * 7 + i) % 30}`, "Connection: close");
			const [answer] = await sendRaw(door.port, request);
			if (!answer) return;
			answered.push(answer.body.toString().trim());
		}
	});
	await expect.poll(() => answered.length).toBeGreaterThan(200);
	await door.drain(5000);
	await Promise.all(clients);
	expect(answered.sort()).toEqual(door.begun.sort());
});
