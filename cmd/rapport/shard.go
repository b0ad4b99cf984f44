package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/press"
)

// Where hosts tell a machine which of several it is.
const (
	nodeIndex       = "CI_NODE_INDEX" // of GitLab, from 1
	nodeTotal       = "CI_NODE_TOTAL"
	completionIndex = "JOB_COMPLETION_INDEX" // of an Indexed Job of Kubernetes, from 0
)

// sharding adds the flag that has a command look after some of the clients.
func (c *common) sharding(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.shard, "shard", "", "only the clients that fall to shard I of N: I/N, or /N where "+nodeIndex+" or "+completionIndex+" says which, or off")
}

// chooseShard finds which of the clients this machine is to look after, by the flag or, where that says nothing, by what a
// host tells its machines.
func (c *common) chooseShard() (press.Shard, error) {
	index, from := c.shardIndex()
	total := ""
	switch {
	case c.shard == "off":
		return press.Shard{}, nil
	case c.shard == "" && (index == "" || len(c.clients) > 0):
		return press.Shard{}, nil
	case c.shard == "" && from == nodeIndex:
		total = c.env.getenv(nodeTotal)
	case strings.HasPrefix(c.shard, "/"):
		total = c.shard[1:]
	case c.shard != "":
		index, total, _ = strings.Cut(c.shard, "/")
		from = "--shard"
	}
	switch {
	case total == "" && from == completionIndex:
		return press.Shard{}, usagef("%s says which machine this is, and nothing says of how many; add --shard /N, or --shard off to have all clients here", completionIndex)
	case index == "":
		return press.Shard{}, usagef("--shard %s does not say which; write I/N, such as 1/16, or set %s", c.shard, nodeIndex)
	}
	shard, err := press.ParseShard(index + "/" + total)
	if err != nil {
		return press.Shard{}, usagef("%s: %w", from, err)
	}
	if len(c.clients) > 0 {
		return press.Shard{}, usagef("--shard and --client exclude each other; leave one out")
	}
	return shard, nil
}

// shardIndex is which machine a host says that this is, counted from 1, and what says so.
func (c *common) shardIndex() (index, from string) {
	if index := c.env.getenv(nodeIndex); index != "" {
		return index, nodeIndex
	}
	index = c.env.getenv(completionIndex)
	if n, err := strconv.Atoi(index); err == nil {
		index = strconv.Itoa(n + 1)
	}
	return index, completionIndex
}

// buildShard finds the shard to build, for which the time has to be settled.
func (c *common) buildShard() (press.Shard, error) {
	shard, err := c.chooseShard()
	if err == nil && shard.Of > 0 && c.asOf == "" && c.env.getenv("SOURCE_DATE_EPOCH") == "" {
		return shard, usagef("each machine would show its clients as of another moment; settle it before they begin, and give the same to shard %s and all others: --as-of or RAPPORT_AS_OF, such as %s", shard, c.env.now().UTC().Format("2006-01-02T15:04:05Z"))
	}
	return shard, err
}

// program tells this version of the program from all others, also from those between two releases.
func program() (string, error) {
	v := version()
	if isPublished(v) {
		return v, nil
	}
	id, err := binary()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %.16s", v, id), nil
}

func newMerge(c *common) *cobra.Command {
	o := generator.MergeOptions{}
	cmd := &cobra.Command{
		Use:   "merge DIR...",
		Short: "Join what several machines built, each a shard, into public/",
		Long: `Merge takes the output folders of all shards, which rapport build --shard wrote, and makes of them what one
build makes: the portals side by side, with the root, and without what is left over. It runs where the shards were
built from, and refuses shards of other versions, themes, options or times, one that is missing, there twice, or not whole;
nothing is changed then. A client whose content has an error keeps the portal that it had, and the exit status is 1.

The folders stay as they are. On one disk their files are not copied, but have a second name in public/. With --move whole
portals that are new there are moved, which takes no time; whether every file is there is looked at, but not how long it
is, and the folders can't be merged again.`,
		Example: `  rapport build --shard 1/2 --out shards/1 --as-of 2026-10-16T06:00:00Z
  rapport build --shard 2/2 --out shards/2 --as-of 2026-10-16T06:00:00Z
  rapport merge shards/*
  rapport merge --move shards/*`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("merge takes the output folders of all shards: rapport merge shards/*")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.jobs < 0 {
				return usagef("--jobs %d makes no sense; write a number from 1, or 0 for one a processor", c.jobs)
			}
			show, err := c.printer("text")
			if err != nil {
				return err
			}
			if o.Program, err = program(); err != nil {
				return err
			}
			o.Dir, o.Out, o.Fragments, o.Jobs, o.Waiting, o.CutOff = c.dir, c.out, args, c.jobs, c.tellWaiting, c.tellCutOff
			began := c.env.now()
			line := c.progress("portal")
			o.Progress = line.step
			result, err := generator.Merge(cmd.Context(), o)
			line.done()
			if err := tell(show, result, err); err != nil {
				return err
			}
			return c.conclude(result, began)
		},
	}
	cmd.Flags().StringVar(&c.out, "out", "public", "the folder to write, in the workspace or elsewhere")
	cmd.Flags().BoolVar(&o.Force, "force", false, "take over an output folder that rapport did not make; what is in it goes")
	cmd.Flags().BoolVar(&o.Move, "move", false, "move portals out of the folders instead of copying them, where public/ has none of them")
	cmd.Flags().StringVar(&o.Changes, "changes", "", "list in this file what was written, a path a line, and in FILE.removed what is gone")
	cmd.Flags().IntVar(&c.jobs, "jobs", 0, "clients at once (0: one a processor)")
	return cmd
}
