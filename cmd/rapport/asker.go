package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// An asker puts questions to somebody at a terminal; where nobody sits there, it takes what is usual.
type asker struct {
	c       *common
	ctx     context.Context
	answers *bufio.Scanner // nil where nothing is asked
}

func (c *common) asker(ctx context.Context, yes bool) *asker {
	a := &asker{c: c, ctx: ctx}
	if c.env.interactive() && !yes {
		a.answers = bufio.NewScanner(c.env.stdin)
	}
	return a
}

// errStopped ends a command that is interrupted while it asks something.
var errStopped = errors.New("stopped; nothing was written")

// errUnanswered is that no answer comes any more.
var errUnanswered = errors.New("the questions were not answered")

// answer waits for a line. An interrupt ends the waiting at once: the reading, which nothing ends, is left behind.
func (a *asker) answer() (string, error) {
	came := make(chan bool, 1)
	go func() { came <- a.answers.Scan() }()
	select {
	case ok := <-came:
		if a.ctx.Err() != nil {
			break
		}
		if !ok {
			fmt.Fprintln(a.c.env.stdout) // behind ^D
			return "", cmp.Or(a.answers.Err(), errUnanswered)
		}
		return strings.TrimSpace(a.answers.Text()), nil
	case <-a.ctx.Done():
	}
	fmt.Fprintln(a.c.env.stdout) // behind ^C
	return "", errStopped
}

// A question is one of init's.
type question struct {
	flag  string
	text  string // with what it may be answered in brackets, before its mark
	value *string
	usual string
	must  bool                              // at a terminal, what is usual does not do
	take  func(text string) (string, error) // says what is wrong with a value, or makes it what is meant
}

// ask fills in a value: the one that its flag gives, or the answer, or what is usual.
func (a *asker) ask(q question) (err error) {
	if *q.value != "" {
		if *q.value, err = q.take(*q.value); err != nil {
			return usagef("--%s: %w", q.flag, err)
		}
		return nil
	}
	for a.answers != nil {
		prompt := q.text
		if !q.must {
			prompt += " [" + q.usual + "]"
		}
		fmt.Fprint(a.c.env.stdout, prompt+" ")
		answer, err := a.answer()
		if errors.Is(err, errUnanswered) {
			return usagef("nothing was written, since %w; give the values as flags, see rapport help init", err)
		} else if err != nil {
			return err
		}
		if answer == "" && q.must {
			fmt.Fprintln(a.c.env.stdout, "  an answer is needed; it can be changed later")
			continue
		} else if answer == "" {
			break
		}
		meant, err := q.take(answer)
		if err == nil {
			*q.value = meant
			return nil
		}
		fmt.Fprintf(a.c.env.stdout, "  %v\n", err)
	}
	*q.value = q.usual
	return nil
}

// yesNo asks for a yes, which is usual at a terminal; elsewhere it is a no.
func (a *asker) yesNo(text string) (bool, error) {
	if a.answers == nil {
		return false, nil
	}
	fmt.Fprintf(a.c.env.stdout, "\n%s [Y/n] ", text)
	answer, err := a.answer()
	if errors.Is(err, errUnanswered) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	switch strings.ToLower(answer) {
	case "", "y", "yes":
		return true, nil
	}
	return false, nil
}
