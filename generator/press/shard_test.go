package press

import (
	"fmt"
	"strings"
	"testing"
)

func TestEachClientFallsToOneShard(t *testing.T) {
	const clients = 20_000
	for _, n := range []int{1, 2, 3, 16, 100} {
		counts := make([]int, n+1)
		for c := range clients {
			found := 0
			for i := 1; i <= n; i++ {
				if (Shard{i, n}).Has(fmt.Sprintf("client-%05d", c)) {
					found++
					counts[i]++
				}
			}
			if found != 1 {
				t.Fatalf("client %d falls to %d of %d shards", c, found, n)
			}
		}
		for i, count := range counts[1:] {
			if mean := clients / n; count < mean*3/4 || count > mean*5/4 {
				t.Errorf("shard %d/%d has %d of %d clients", i+1, n, count, clients)
			}
		}
	}
	if !(Shard{}).Has("any") {
		t.Error("a client is not among all")
	}
}

func TestOneShardMoreMovesFewClients(t *testing.T) {
	const clients = 10_000
	for _, n := range []int{1, 4, 15, 63} {
		moved := 0
		for c := range clients {
			id := fmt.Sprintf("client-%05d", c)
			if before, after := shardOf(id, n), shardOf(id, n+1); before != after {
				moved++
				if after != n+1 {
					t.Fatalf("%s moves from shard %d to %d, which is not the new one", id, before, after)
				}
			}
		}
		if want := clients / (n + 1); moved < want*3/4 || moved > want*5/4 {
			t.Errorf("from %d to %d shards %d clients move, where %d have to", n, n+1, moved, want)
		}
	}
}

// Caches of machines stay of use from version to version.
func TestShardsStayAsTheyAre(t *testing.T) {
	got := ""
	for _, id := range []string{"dijkzicht", "finch-marlowe", "hollenbeck", "acme", "小川"} {
		got += fmt.Sprintf("%d %d %d ", shardOf(id, 2), shardOf(id, 4), shardOf(id, 16))
	}
	if want := "1 1 6 2 4 6 1 1 14 2 2 11 1 1 8 "; got != want {
		t.Errorf("the clients fall to %q, want %q", got, want)
	}
}

func TestShardsAreWritten(t *testing.T) {
	for text, want := range map[string]Shard{"1/1": {1, 1}, "16/16": {16, 16}, "2/3": {2, 3}} {
		if got, err := ParseShard(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "0/4", "5/4", "-1/4", "1", "1/", "/4", "a/b", "1/4/2", "1/0", "1/1000000"} {
		if got, err := ParseShard(text); err == nil || !strings.Contains(err.Error(), "from 1/16 to 16/16") {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
}
