package restart_test

import "time"

// epoch is when every test begins.
var epoch = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
