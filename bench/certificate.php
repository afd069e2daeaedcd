<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** Makes a CA, an intermediate and the certificate of a server in a folder: certificate.php FOLDER. */

require __DIR__ . '/../tests/peer/certificates.inc';

@mkdir($argv[1], 0755, true);
makeCertificates($argv[1], ['between' => [[]]], ['service.test']);
