module github.com/podlife/podlife

go 1.24
