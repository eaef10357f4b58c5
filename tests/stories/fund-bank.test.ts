import { describe } from "vitest";
import { balances } from "./fund-bank/balances.ts";
import { byTwo } from "./fund-bank/by-two.ts";
import { explaining } from "./fund-bank/explaining.ts";
import { onOneGround } from "./fund-bank/ground.ts";
import { importing } from "./fund-bank/importing.ts";
import { matching } from "./fund-bank/matching.ts";
import { parts } from "./fund-bank/parts.ts";

// A bank's files: each line once, explained by itself or by the desk, and never lost. By subject, on one database.

onOneGround();
describe("bar 19: bringing statements in", importing);
describe("bar 19: what explains itself", matching);
describe("what the desk explains", explaining);
describe("what two explain", byTwo);
describe("several payments in one line", parts);
describe("balances", balances);
