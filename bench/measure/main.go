//go:build unix

// Command measure times builds of a workspace by one rapport or several, in turn:
//
//	measure [-runs N] WORKSPACE RAPPORT...
//
// A round runs each binary three times: cold, into a new folder, again, with
// nothing changed, and after one report changed. What was built is removed at the end only, since on some disks
// files that are made soon after others were removed cost more. The order of the binaries alternates from round to round. It
// prints the medians, and the ratios to the first binary; where others use the
// machine too, processor time and ratios tell more than the time on the wall.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"rapport/generator/sample"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("measure", flag.ContinueOnError)
	flags.SetOutput(stderr)
	rounds := flags.Int("runs", 5, "rounds")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() < 2 || *rounds < 1 {
		fmt.Fprintln(stderr, "usage: measure [-runs N] WORKSPACE RAPPORT...")
		return 2
	}
	if err := measure(flags.Arg(0), flags.Args()[1:], *rounds, stdout); err != nil {
		fmt.Fprintf(stderr, "measure: %v\n", err)
		return 3
	}
	return 0
}

// A cost is what builds took, in seconds and megabytes.
type cost struct{ wall, cpu, peak []float64 }

func measure(workspace string, binaries []string, rounds int, stdout io.Writer) error {
	scratch, err := os.MkdirTemp(filepath.Dir(filepath.Clean(workspace)), "measure")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	modes := []string{"cold", "again", changed}
	costs := map[string][]cost{}
	for _, mode := range modes {
		costs[mode] = make([]cost, len(binaries))
	}
	for round := range rounds {
		order := make([]int, len(binaries))
		for i := range order {
			order[i] = i
		}
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, i := range order {
			out := filepath.Join(scratch, fmt.Sprintf("%d-%d", round, i))
			for _, mode := range modes {
				if mode == changed {
					if err := edit(workspace); err != nil {
						return err
					}
				}
				if err := costs[mode][i].add(binaries[i], workspace, out); err != nil {
					return err
				}
			}
		}
	}
	fmt.Fprintf(stdout, "%d rounds, %d processors, medians\n%-30s %8s %8s %8s   %s\n", rounds, runtime.NumCPU(), "", "wall s", "cpu s", "peak MB", "ratios to the first")
	for _, mode := range modes {
		first := costs[mode][0]
		for i, c := range costs[mode] {
			fmt.Fprintf(stdout, "%-30s %8.2f %8.2f %8.0f", mode+" "+filepath.Base(binaries[i]), median(c.wall), median(c.cpu), median(c.peak))
			if i > 0 {
				fmt.Fprintf(stdout, "   %.2f %.2f %.2f", median(c.wall)/median(first.wall), median(c.cpu)/median(first.cpu), median(c.peak)/median(first.peak))
			}
			fmt.Fprintln(stdout)
		}
	}
	return nil
}

// changed is the build after an edit.
const changed = "one report"

// edit adds a line to a report.
func edit(workspace string) error {
	reports, err := filepath.Glob(filepath.Join(workspace, "content", "clients", "*", "*", "reports", "*.md"))
	if err != nil || len(reports) == 0 {
		return fmt.Errorf("no report to change: %v", err)
	}
	f, err := os.OpenFile(reports[len(reports)-1], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("\nOnce more.\n"); err != nil {
		return err
	}
	return f.Close()
}

// add runs a build and adds what it cost.
func (c *cost) add(binary, workspace, out string) error {
	build := exec.Command(binary, "build", "-q", "-C", workspace, "--out", out, "--as-of", sample.AsOf)
	began := time.Now()
	if report, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", binary, err, report)
	}
	c.wall = append(c.wall, time.Since(began).Seconds())
	c.cpu = append(c.cpu, (build.ProcessState.UserTime() + build.ProcessState.SystemTime()).Seconds())
	usage, _ := build.ProcessState.SysUsage().(*syscall.Rusage)
	if usage == nil {
		return fmt.Errorf("%s: the system does not say what it used", binary)
	}
	peak := float64(usage.Maxrss) // in bytes on macOS, in units of 1024 bytes elsewhere
	if runtime.GOOS != "darwin" {
		peak *= 1024
	}
	c.peak = append(c.peak, peak/1e6)
	return nil
}

func median(all []float64) float64 {
	slices.Sort(all)
	n := len(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
