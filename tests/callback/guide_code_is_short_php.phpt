--TEST--
The code in docs/callbacks.md is valid PHP, and no controller is longer than 25 lines
--EXTENSIONS--
cotp
--SKIPIF--
<?php
if (!is_file(__DIR__ . '/../../docs/callbacks.md')) {
    die('skip the guide is not here');
}
?>
--FILE--
<?php
preg_match_all('/^```php\n(.*?)^```$/ms', file_get_contents(__DIR__ . '/../../docs/callbacks.md'), $found);
$file = tempnam(sys_get_temp_dir(), 'cotp');
foreach ($found[1] as $code) {
    file_put_contents($file, str_starts_with($code, '<?php') ? $code : "<?php\n$code");
    exec(escapeshellarg(PHP_BINARY) . ' -n -l ' . escapeshellarg($file) . ' 2>&1', $output, $status);
    if ($status !== 0 || substr_count($code, "\n") > 25) {
        echo "this is longer than 25 lines, or no PHP:\n$code";
    }
}
unlink($file);
echo count(preg_grep('/^<\?php/', $found[1])), " controllers\n";
?>
--EXPECT--
5 controllers
