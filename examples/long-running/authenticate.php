<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

// One call in a process of its own. The key comes from the environment, never from the command line.
$cotp = new CotpRequest((string) getenv('PCIBOOKING_API_KEY'), (string) getenv('PCIBOOKING_BASE_URI'));
exit($cotp->authenticate() ? 0 : 1);
