// Command make writes a workspace of any size, to build or to measure:
//
//	go run ./generator/sample/make -clients 100 -reports 92 DIR
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"rapport/generator/sample"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("make", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var spec sample.Spec
	flags.IntVar(&spec.Clients, "clients", 3, "clients")
	flags.IntVar(&spec.Reports, "reports", 12, "monthly reports of each client")
	flags.BoolVar(&spec.Weekly, "weekly", false, "reports are weekly")
	flags.IntVar(&spec.Entries, "entries", 40, "entries in each client's journal")
	flags.Uint64Var(&spec.Seed, "seed", 1, "another number, another text")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: make [flags] DIR")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() != 1 || spec.Clients < 0 || spec.Reports < 0 || spec.Entries < 0 {
		flags.Usage()
		return 2
	}
	if err := sample.Write(flags.Arg(0), spec); err != nil {
		fmt.Fprintf(stderr, "make: %v\n", err)
		return 3
	}
	fmt.Fprintf(stdout, "build it with: rapport build -C %s --as-of %q\n", flags.Arg(0), sample.AsOf)
	return 0
}
