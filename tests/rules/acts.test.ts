import { expect, test } from "vitest";
import { acts } from "#app/organise/audit/acts.ts";

test("every act is listed once", () => {
	expect(acts.length).toBeGreaterThan(0);
	expect(acts.filter((act, i) => acts.indexOf(act) !== i)).toEqual([]);
});
