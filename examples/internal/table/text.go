package table

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

func paint(p Paint, text string) string {
	if p == nil || text == "" {
		return text
	}
	return p(text)
}

// Plain puts spaces in the place of characters that a terminal obeys instead
// of showing them: messages in a Pod's status come from anywhere.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, text)
}

// cutMiddle takes so much out of the middle of text that it fits: names of Pods
// differ at both ends.
func cutMiddle(text string, width int) string {
	if runewidth.StringWidth(text) <= width {
		return text
	}
	head := runewidth.Truncate(text, (width-1)/2, "")
	room := width - 1 - runewidth.StringWidth(head)
	tail := runewidth.TruncateLeft(text, runewidth.StringWidth(text)-room, "")
	return head + "…" + tail
}

// wrap breaks text at spaces into lines of at most width, and words that are
// longer wherever the line ends. There is at least one line.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case runewidth.StringWidth(line)+1+runewidth.StringWidth(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		for runewidth.StringWidth(line) > width {
			head := runewidth.Truncate(line, width, "")
			if head == "" { // not even one character fits
				break
			}
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	return append(lines, line)
}
