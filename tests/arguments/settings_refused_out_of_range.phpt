--TEST--
INI settings out of range are refused with a warning, and the default stays
--EXTENSIONS--
cotp
--INI--
cotp.pool_size=257
cotp.pool_idle=0
cotp.pool_lifetime=5m
cotp.dns_ttl=-1
cotp.http_hosts=sandbox
--FILE--
<?php
foreach (ini_get_all('cotp', false) as $name => $value) {
    echo "$name = $value\n";
}
var_dump(ini_set('cotp.pool_size', '4'));
new CotpRequest('key', 'http://sandbox/api');
?>
--EXPECTF--
%AWarning: cotp.pool_size must be an integer between 1 and 256 in Unknown on line 0
%AWarning: cotp.pool_idle must be an integer between 1 and 86400 in Unknown on line 0
%AWarning: cotp.pool_lifetime must be an integer between 1 and 86400 in Unknown on line 0
%AWarning: cotp.dns_ttl must be an integer between 0 and 86400 in Unknown on line 0
%Acotp.dns_ttl = 60
cotp.http_hosts = sandbox
cotp.pool_idle = 30
cotp.pool_lifetime = 300
cotp.pool_size = 8
bool(false)
