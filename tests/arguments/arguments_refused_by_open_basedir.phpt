--TEST--
A caFile outside open_basedir is refused
--EXTENSIONS--
cotp
--FILE--
<?php
ini_set('open_basedir', __DIR__);
try {
    new CotpRequest('key', caFile: '/etc/hostname');
    echo "let through\n";
} catch (ValueError $error) {
    echo $error->getMessage(), "\n";
}
new CotpRequest('key', caFile: __FILE__);
?>
--EXPECT--
CotpRequest::__construct(): Argument #6 ($caFile) must be within the paths allowed by open_basedir
