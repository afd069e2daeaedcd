<?php
// SPDX-License-Identifier: BSD-3-Clause

/** Writes docs/performance.md from a run of all sections; prints the tables of a run of some. */

declare(strict_types=1);

foreach ([...glob(__DIR__ . '/lib/*.php'), ...glob(__DIR__ . '/sections/*.php')] as $file) {
    require $file;
}

$root = dirname(__DIR__);
$report = new Report(json_decode(file_get_contents("$root/out/bench/results.json"), true, 512, JSON_THROW_ON_ERROR));
$measured = $report->markdown();
if (!$report->isWhole()) {
    echo $measured;
    exit;
}
$remarks = str_replace('@machine@', trim($report->machine()), file_get_contents(__DIR__ . '/remarks.md'));
file_put_contents("$root/docs/performance.md", str_replace('@measured@', trim($measured), $remarks));
@mkdir("$root/docs/images");
foreach ($report->plots as $name => $svg) {
    file_put_contents("$root/docs/images/$name", $svg);
}
passthru("$root/tools/generate-reliability", $status);       // the desk's table
$status === 0 or exit($status);
echo "Wrote docs/performance.md\n";
