package podtest

import (
	"math"

	"pgregory.net/rapid"
)

// anyExitCode generates [ExitCode], and codes that no process has.
func anyExitCode() *rapid.Generator[int32] {
	return rapid.OneOf(ExitCode(), rapid.SampledFrom([]int32{128, 256, -1, math.MaxInt32, math.MinInt32}))
}

// anyInt32 generates small numbers, and the largest and smallest.
func anyInt32() *rapid.Generator[int32] {
	return rapid.OneOf(rapid.Int32Range(0, 5), rapid.SampledFrom([]int32{-1, math.MaxInt32, math.MinInt32, math.MaxInt32 - 1}))
}

// anyInt64 generates small numbers, the largest and smallest, and those whose
// seconds overflow a time.Duration.
func anyInt64() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(0, 60), rapid.SampledFrom([]int64{
		-1, math.MaxInt64, math.MinInt64, math.MaxInt64/1_000_000_000 + 1, math.MinInt64/1_000_000_000 - 1, math.MaxInt32 + 1,
	}))
}

// anyWord generates text that people and programs put where one word belongs.
func anyWord() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"", "web", "Web", "CrashLoopBackOff", "Completed", " ", "two words", "new\nline", `"quoted"`, "<&>", "\u2028", "\x00",
		"größer", "💥", "a.b/c", "items[0]", "%s%d",
	})
}
