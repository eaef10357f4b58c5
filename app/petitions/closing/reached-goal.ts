import { nextGoal } from "../showing/goal.ts";

/** The highest goal of the ladder that a count has reached; 0 below the first. @param count not negative */
export function reachedGoal(count: number): number {
	let reached = 0;
	for (let goal = nextGoal(0); goal <= count; goal = nextGoal(goal)) reached = goal;
	return reached;
}
