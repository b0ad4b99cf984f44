package front_test

import (
	"fmt"

	"rapport/generator/front"
)

const agreement = `---
title: Web shop   # with Noord
inputs:
  - {id: prices, what: Price list, due: 2026-06-01} # by mail
  - id: photos
    what: Photographs
    due: 2026-06-15
---
The brief.
`

func ExampleSet() {
	inputs := front.At("inputs")
	text, err := front.Set([]byte(agreement), inputs.ID("prices").Key("received"), front.Bare("2026-05-29"), "id", "what", "due")
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err = front.Set(text, inputs.ID("photos").Key("source"), front.MapOf().With("by", front.Text("mail")).With("id", front.Text("<1@noord.example>")))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(front.Diff("engagement.md", []byte(agreement), text))
	// Output:
	// --- engagement.md
	// +++ engagement.md
	// @@ -1,9 +1,10 @@
	//  ---
	//  title: Web shop   # with Noord
	//  inputs:
	// -  - {id: prices, what: Price list, due: 2026-06-01} # by mail
	// +  - {id: prices, what: Price list, due: 2026-06-01, received: 2026-05-29} # by mail
	//    - id: photos
	//      what: Photographs
	//      due: 2026-06-15
	// +    source: {by: mail, id: "<1@noord.example>"}
	//  ---
	//  The brief.
}

func ExampleAppend() {
	photos := front.At("inputs").ID("photos").Key("partly")
	text := []byte(agreement)
	for _, day := range []string{"2026-06-02", "2026-06-09"} {
		var err error
		if text, err = front.Append(text, photos, front.Bare(day)); err != nil {
			fmt.Println(err)
			return
		}
	}
	doc, _ := front.Parse("engagement.md", text)
	fmt.Println(doc.Front.At(photos).Write())
	// Output: [2026-06-02, 2026-06-09]
}
