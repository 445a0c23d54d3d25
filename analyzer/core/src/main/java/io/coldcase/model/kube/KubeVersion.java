package io.coldcase.model.kube;

import io.coldcase.model.host.Setting;
import java.util.Optional;

/**
 * What {@code kubectl version} says.
 *
 * @param server git version of the API server, for example v1.34.4; empty when it did not answer
 * @param client that of kubectl
 */
public record KubeVersion(Optional<Setting> server, Optional<Setting> client) {}
