package lanes

import (
	"fmt"
	"math"
	"testing"
)

// sights are what eyes make of red, green and blue light: all of it, and as
// Machado, Oliveira and Fernandes (2009) give it for those who see two colours.
var sights = map[string][3][3]float64{
	"usual":        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// light returns the red, green and blue light of a colour like #1f2e3d.
func light(t *testing.T, colour string) [3]float64 {
	t.Helper()
	var c [3]int
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
		t.Fatal(colour, err)
	}
	var out [3]float64
	for i, v := range c {
		if f := float64(v) / 255; f > 0.04045 {
			out[i] = math.Pow((f+0.055)/1.055, 2.4)
		} else {
			out[i] = f / 12.92
		}
	}
	return out
}

func times(m [3][3]float64, v [3]float64) (out [3]float64) {
	for i := range m {
		for j := range v {
			out[i] += m[i][j] * v[j]
		}
	}
	return out
}

// seen returns a colour as a place in the space Lab, in which distances are
// differences that are seen.
func seen(v [3]float64) [3]float64 {
	xyz := times([3][3]float64{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}, v)
	for i, white := range [3]float64{0.9505, 1, 1.089} {
		if f := max(xyz[i], 0) / white; f > 0.008856 {
			xyz[i] = math.Cbrt(f)
		} else {
			xyz[i] = 7.787*f + 16.0/116
		}
	}
	return [3]float64{116*xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])}
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

// apart reports whether two colours can be told apart with every kind of sight.
// A difference of 2 or 3 is just seen side by side.
func apart(t *testing.T, a, b string) bool {
	for _, sight := range sights {
		if distance(seen(times(sight, light(t, a))), seen(times(sight, light(t, b)))) < 12 {
			return false
		}
	}
	return true
}

// TestColoursApart: looks without stripes can be told apart with every kind of
// sight, and text can be read on all.
func TestColoursApart(t *testing.T) {
	const ink = "#2b2a33"
	luminance := func(colour string) float64 {
		l := light(t, colour)
		return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
	}
	for i, a := range styles {
		if contrast := (luminance(a.fill) + 0.05) / (luminance(ink) + 0.05); contrast < 4.5 {
			t.Errorf("%s: text has a contrast of %.1f", a.class, contrast)
		}
		for _, b := range styles[:i] {
			if a.hatch == "" && b.hatch == "" && !apart(t, a.fill, b.fill) {
				t.Errorf("%s and %s look alike to some", a.class, b.class)
			}
		}
	}
	if apart(t, "#dcb6d1", "#c3c0cb") { // to those who do not see green
		t.Error("any two colours are apart")
	}
}

// TestLooksDiffer: every look and every shape has a class and a cell of its
// own, and what there is not is drawn as something.
func TestLooksDiffer(t *testing.T) {
	classes, cells := map[string]bool{}, map[string]bool{}
	for look := range Look(len(styles)) {
		classes[look.style().class], cells[look.style().cell] = true, true
	}
	for shape := Cross; shape < Shape(len(forms)); shape++ {
		classes[shape.form().class], cells[shape.form().cell] = true, true
	}
	if n := len(styles) + len(forms) - 1; len(classes) != n || len(cells) != n {
		t.Errorf("%d looks and shapes, %d classes, %d cells", n, len(classes), len(cells))
	}
	if Look(99).style() != Plain.style() || Shape(99).form() != NoShape.form() {
		t.Error("what there is not has a look of its own")
	}
}
