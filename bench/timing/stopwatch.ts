import { Agent, request } from "node:http";

/** Posts the form of the first petition, one at a time over one connection. */
export interface Stopwatch {
	/** @returns milliseconds from sending the form to the end of the answer */
	sign(email: string): Promise<number>;
	stop(): void;
}

/** @param origin of a site, as `http://localhost:3000` */
export function stopwatch(origin: string): Stopwatch {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const url = new URL("/en/petitions/zhanaozen/sign", origin);
	return {
		sign(email) {
			const body = new URLSearchParams({ email, country: "GB", visibility: "counted" }).toString();
			const headers = { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length };
			return new Promise((resolve, reject) => {
				const began = performance.now();
				request(url, { method: "POST", agent, headers }, (answer) => {
					answer.resume().once("end", () => {
						if (answer.statusCode === 303) resolve(performance.now() - began);
						else reject(new Error(`the form was answered ${answer.statusCode}`));
					});
				})
					.once("error", reject)
					.end(body);
			});
		},
		stop: () => agent.destroy(),
	};
}
