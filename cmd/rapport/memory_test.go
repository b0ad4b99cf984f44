package main

import (
	"context"
	"testing"
	"time"
)

func TestTheLimitOfMemoryFollowsWhatIsKept(t *testing.T) {
	if got := limitFor(10 << 20); got != memoryLimit {
		t.Errorf("%d bytes for a small client", got)
	}
	if got := limitFor(400 << 20); got < 500<<20 || got > 600<<20 {
		t.Errorf("%d bytes where 400 MiB are kept", got)
	}
}

func TestWhatGoesOnAlthoughItIsInterruptedIsAbandoned(t *testing.T) {
	ctx, interrupt := context.WithCancel(context.Background())
	ended := make(chan int)
	abandonAfter(ctx, time.Millisecond, func(status int) { ended <- status })
	select {
	case <-ended:
		t.Fatal("ended before it was interrupted")
	case <-time.After(5 * time.Millisecond):
	}
	interrupt()
	if status := <-ended; status != statusMachine {
		t.Errorf("status %d", status)
	}
}
