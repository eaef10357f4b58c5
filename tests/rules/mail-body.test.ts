import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { Body } from "#emails/queue/body.ts";

test("a body that is asked for in time is handed over whole, and known to have begun", async () => {
	const body = new Body(Buffer.from("Subject: 16\r\n\r\nwords\r\n"), () => true);
	expect(body.begun).toBe(false);
	expect(await text(body.pipe(new PassThrough()))).toBe("Subject: 16\r\n\r\nwords\r\n");
	expect(body.begun).toBe(true);
});

test("a body that is asked for too late hands over nothing, and has not begun", () => {
	const connection = new PassThrough();
	const body = new Body(Buffer.from("words"), () => false);
	body.pipe(connection);
	expect(connection.read()).toBeNull();
	expect(connection.writableEnded).toBe(false);
	expect(body.begun).toBe(false);
});
